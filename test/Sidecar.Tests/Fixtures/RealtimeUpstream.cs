using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A provider of realtime conversations: keeps what it is told, answers <c>response.create</c> with usage, and echoes the rest.</summary>
internal sealed class RealtimeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _messages = new();

    private RealtimeUpstream(WebApplication app)
    {
        _app = app;
        app.UseWebSockets();
        app.Run(ServeAsync);
    }

    public IReadOnlyCollection<string> Messages => _messages;

    public string? Query { get; private set; }

    public string? Authorization { get; private set; }

    public Uri BaseUrl => new(_app.Urls.Single() + "/v1");

    public static async Task<RealtimeUpstream> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddLogging();
        var upstream = new RealtimeUpstream(builder.Build());
        await upstream._app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        (Query, Authorization) = (http.Request.QueryString.Value, http.Request.Headers.Authorization);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1 << 16];
        while (await socket.ReceiveAsync(buffer, http.RequestAborted) is { MessageType: not WebSocketMessageType.Close } part)
        {
            using var message = new MemoryStream();
            message.Write(buffer, 0, part.Count);
            while (!part.EndOfMessage)
            {
                part = await socket.ReceiveAsync(buffer, http.RequestAborted);
                message.Write(buffer, 0, part.Count);
            }

            var text = Encoding.UTF8.GetString(message.ToArray());
            _messages.Enqueue(text);
            var answer = text.Contains("response.create", StringComparison.Ordinal)
                ? """{"type":"response.done","response":{"usage":{"input_tokens":10,"output_tokens":4,"input_token_details":{"cached_tokens":3}}}}"""
                : text;
            await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, http.RequestAborted);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
    }
}
