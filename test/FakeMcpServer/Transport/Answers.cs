using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>Answers over HTTP: one document, nothing, or a stream that began before the response was there.</summary>
internal static class Answers
{
    public static Task WriteAsync(HttpContext http, int status, JsonNode body) => WriteAsync(http, status, JsonBytes.Of(body));

    public static Task WriteAsync(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    /// <summary>The fault of a request whose id may not be known.</summary>
    public static Task RefuseAsync(HttpContext http, JsonNode? id, RpcFault fault) => WriteAsync(http, fault.Status, Rpc.Error(id, fault));

    /// <summary>The response to a call, and its status in the newer era; null where it was cancelled.</summary>
    public static async Task<(JsonObject? Response, int Status)> RespondAsync(Call call, Func<Call, Task<JsonObject>> answer)
    {
        try
        {
            return (Rpc.Result(call.Message.Id!, await answer(call)), StatusCodes.Status200OK);
        }
        catch (RpcFault fault)
        {
            return (Rpc.Error(call.Message.Id, fault), call.IsModern ? fault.Status : StatusCodes.Status200OK);
        }
        catch (OperationCanceledException)
        {
            return (null, StatusCodes.Status200OK);
        }
    }

    /// <summary>One document where nothing was said before the response, else a stream.</summary>
    public static async Task SendAsync(HttpContext http, Call call, Func<Call, Task<JsonObject>> answer, EventStreams streams)
    {
        var finished = FinishAsync(call, answer);
        await Task.WhenAny(finished, call.Log.Opened);
        if (call.Log.Opened.IsCompleted) await streams.WriteAsync(http, call.Log, 0);
        else if (call.Log.Last is { } response) await WriteAsync(http, await finished, response);
        if (call.IsModern) await finished;
    }

    private static async Task<int> FinishAsync(Call call, Func<Call, Task<JsonObject>> answer)
    {
        var (response, status) = await RespondAsync(call, answer);
        if (response is null || call.Streams && status == StatusCodes.Status200OK) call.Log.Open(call.Session?.Primes ?? false);
        call.Log.Finish(response);
        return status;
    }
}
