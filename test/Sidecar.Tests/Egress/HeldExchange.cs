using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>Something that an agent has open: what it has seen of it, and when that came to its end, be it by a cut or by the other side's last word.</summary>
/// <param name="Name">As tests call it.</param>
/// <param name="End">What the agent saw, up to the other side's last word; the connection's end, where it was cut.</param>
/// <param name="GoOn">Lets it go on where the provider's own release does not.</param>
internal sealed record HeldExchange(string Name, Task<string> End, Func<Task> GoOn)
{
    /// <summary>Whether it ended without the other side's last word.</summary>
    public bool IsCut => End.IsCompletedSuccessfully && !End.Result.Contains(HeldProvider.Fine, StringComparison.Ordinal);

    public static HeldExchange Of(string name, Func<Memory<byte>, Task<int>> read, Func<Task>? goOn = null) => new(name, ReadAsync(read), goOn ?? (() => Task.CompletedTask));

    public static HeldExchange Of(string name, Stream stream) => Of(name, into => stream.ReadAsync(into).AsTask());

    public static HeldExchange Of(string name, Socket socket, Func<Task>? goOn = null) => Of(name, into => socket.ReceiveAsync(into).AsTask(), goOn);

    public static HeldExchange Of(string name, WebSocket socket) => Of(
        name,
        async into => await socket.ReceiveAsync(into, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part ? part.Count : 0,
        async () => await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"session.update","session":{"instructions":"fine"}}"""), WebSocketMessageType.Text, true, CancellationToken.None));

    /// <summary>One whose answer has not begun.</summary>
    public static HeldExchange Of(string name, Task<HttpResponseMessage> answer) => new(name, ReadAsync(answer), () => Task.CompletedTask);

    private static async Task<string> ReadAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var stream = await answer.Content.ReadAsStreamAsync();
        return await ReadAsync(into => stream.ReadAsync(into).AsTask());
    }

    private static async Task<string> ReadAsync(Func<Memory<byte>, Task<int>> read)
    {
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await read(buffer) is > 0 and var count && !seen.Append(Encoding.UTF8.GetString(buffer, 0, count)).ToString().Contains(HeldProvider.Fine, StringComparison.Ordinal))
            {
                // Up to the last word, or the end.
            }
        }
        catch (Exception cut) when (cut is IOException or SocketException or WebSocketException or HttpRequestException)
        {
            seen.Append(" (reset)");
        }

        return seen.ToString();
    }
}
