using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.OpenAi;

/// <summary>Realtime over a WebSocket: a session, items that are taken, and for each response.create a text and a response.done with usage.</summary>
internal static class RealtimeEndpoint
{
    private const int MostBytes = 1 << 20;

    public static async Task ServeAsync(HttpContext http, byte[] body)
    {
        var model = http.Request.Query["model"].ToString();
        if (!http.WebSockets.IsWebSocketRequest) throw new FaultException("You must upgrade to a WebSocket to use the realtime API.");
        if (model.Length == 0) throw new FaultException("you must provide a model parameter", "model");

        using var socket = await http.WebSockets.AcceptWebSocketAsync(http.WebSockets.WebSocketRequestedProtocols.Contains("realtime") ? "realtime" : null);
        await SendAsync(socket, new() { ["type"] = "session.created", ["session"] = new JsonObject { ["id"] = "sess_fake", ["object"] = "realtime.session", ["model"] = model } }, http.RequestAborted);
        while (await ReceiveAsync(socket, http.RequestAborted) is { } message) await AnswerAsync(socket, message, http.RequestAborted);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", http.RequestAborted);
    }

    private static async Task AnswerAsync(WebSocket socket, byte[] message, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(message);
        switch (document.RootElement.Text("type"))
        {
            case "session.update":
                await SendAsync(socket, new() { ["type"] = "session.updated", ["session"] = Copy(document.RootElement, "session") }, cancellationToken);
                break;
            case "conversation.item.create":
                await SendAsync(socket, new() { ["type"] = "conversation.item.created", ["item"] = Copy(document.RootElement, "item") }, cancellationToken);
                break;
            case "response.create": await RespondAsync(socket, cancellationToken); break;
            case "response.cancel": break;
            case var other:
                var error = new JsonObject { ["type"] = "invalid_request_error", ["code"] = "unknown_event", ["message"] = $"Unknown event: {other}" };
                await SendAsync(socket, new() { ["type"] = "error", ["error"] = error }, cancellationToken);
                break;
        }
    }

    private static async Task RespondAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        await SendAsync(socket, new() { ["type"] = "response.created", ["response"] = new JsonObject { ["id"] = "resp_fake", ["status"] = "in_progress" } }, cancellationToken);
        await SendAsync(socket, new() { ["type"] = "response.output_text.delta", ["response_id"] = "resp_fake", ["delta"] = Scene.Text }, cancellationToken);
        var usage = new JsonObject
        {
            ["total_tokens"] = 15, ["input_tokens"] = 10, ["output_tokens"] = 5,
            ["input_token_details"] = new JsonObject { ["cached_tokens"] = 0, ["text_tokens"] = 10, ["audio_tokens"] = 0 },
            ["output_token_details"] = new JsonObject { ["text_tokens"] = 5, ["audio_tokens"] = 0 },
        };
        await SendAsync(socket, new() { ["type"] = "response.done", ["response"] = new JsonObject { ["id"] = "resp_fake", ["status"] = "completed", ["usage"] = usage } }, cancellationToken);
    }

    private static JsonNode? Copy(JsonElement root, string name) => root.Find(name) is { } value ? JsonNode.Parse(value.GetRawText()) : null;

    private static Task SendAsync(WebSocket socket, JsonObject message, CancellationToken cancellationToken) =>
        socket.SendAsync(Answers.Bytes(message).AsMemory(), WebSocketMessageType.Text, true, cancellationToken).AsTask();

    /// <summary>The next message, or null at the end.</summary>
    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (message.Length < MostBytes)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return null;

            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return message.ToArray();
        }
        return null;
    }
}
