using System.Text;

namespace AiGateway.Load;

/// <summary>
/// Prints a chat completion request of exactly so many bytes, as an agent's context looks: short turns, the files that its tools read (some kilobytes each), and
/// in both of them quotes, tabs and new lines.
/// </summary>
internal static class RequestBody
{
    private const string Text = "Read the file \\\"src/app.ts\\\", line 12,\\n\\tand say what the function does with its arguments. ";

    public static int Print(string model, int bytes, string[] options)
    {
        var role = options.Any(option => option.StartsWith("\"max_tokens\"", StringComparison.Ordinal)) ? "user" : "system";
        var head = $"{{\"model\":\"{model}\",{string.Concat(options.Select(option => option + ","))}\"messages\":[{{\"role\":\"{role}\",\"content\":\"You are an agent.\"}}";
        var body = new StringBuilder(head);
        for (var turn = 0; body.Length < bytes - 4000; turn++)
        {
            var content = string.Concat(Enumerable.Repeat(Text, turn % 2 == 0 ? 3 : 30));
            body.Append($",{{\"role\":\"{(turn % 2 == 0 ? "user" : "assistant")}\",\"content\":\"{content}\"}}");
        }

        const string Last = ",{\"role\":\"user\",\"content\":\"";
        const string End = "\"}]}";
        body.Append(Last);
        body.Append('x', Math.Max(1, bytes - body.Length - End.Length));
        Console.Out.Write(body.Append(End));
        return 0;
    }
}
