using System.Text;

namespace AiGateway.Load;

/// <summary>Prints a chat completion request of exactly so many bytes, as an agent's context looks: several messages, quotes, new lines.</summary>
internal static class RequestBody
{
    private const string Text = "Read the file \\\"src/app.ts\\\", line 12,\\n\\tand say what the function does with its arguments. ";

    public static int Print(string model, int bytes, string[] options)
    {
        var head = $"{{\"model\":\"{model}\",{string.Concat(options.Select(option => option + ","))}\"messages\":[{{\"role\":\"system\",\"content\":\"You are an agent.\"}}";
        var body = new StringBuilder(head);
        while (body.Length < bytes - 500) body.Append($",{{\"role\":\"user\",\"content\":\"{Text}{Text}{Text}\"}}");
        const string Last = ",{\"role\":\"user\",\"content\":\"";
        const string End = "\"}]}";
        body.Append(Last);
        body.Append('x', Math.Max(1, bytes - body.Length - End.Length));
        Console.Out.Write(body.Append(End));
        return 0;
    }
}
