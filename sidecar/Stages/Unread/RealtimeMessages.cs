using System.Net.WebSockets;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>Whole messages in and out of a WebSocket, bounded.</summary>
internal static class RealtimeMessages
{
    private const int MaxMessage = 16 * 1024 * 1024;

    /// <summary>Receives one whole message into the body, or says why it may not pass.</summary>
    public static async Task<(WebSocketMessageType Type, Refusal? Refusal)> ReceiveAsync(WebSocket from, Body message, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!message.TryReserve(out var free))
                return (default, new(RefusalReason.BytesExhausted, "The bodies of the calls under way fill this gateway's memory."));
            var part = await from.ReceiveAsync(free, cancellationToken);
            message.Commit(part.Count);
            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close) return (part.MessageType, null);
            if (message.Length > MaxMessage) return (default, new(RefusalReason.BodyTooLarge, $"A message is larger than {MaxMessage} bytes."));
        }
    }

    public static async Task SendAsync(WebSocket to, Body message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        var left = message.Length;
        if (left == 0) await to.SendAsync(ReadOnlyMemory<byte>.Empty, type, endOfMessage: true, cancellationToken);
        foreach (var part in message.Bytes)
        {
            left -= part.Length;
            await to.SendAsync(part, type, endOfMessage: left == 0, cancellationToken);
        }
    }

    /// <summary>Tells the other side of a close, with a status that may be sent.</summary>
    public static async Task CloseAsync(WebSocket closed, WebSocket other, CancellationToken cancellationToken)
    {
        if (other.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        var status = closed.CloseStatus is { } given and not WebSocketCloseStatus.Empty && (int)given is not (1006 or 1015) ? given : WebSocketCloseStatus.NormalClosure;
        await other.CloseOutputAsync(status, "", cancellationToken);
    }
}
