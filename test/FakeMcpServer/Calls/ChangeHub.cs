using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>Tells the clients that listen what changed: those of the newer era what they asked for, those of the older on their own stream.</summary>
internal sealed class ChangeHub(SessionStore sessions)
{
    private readonly ConcurrentDictionary<Call, JsonObject> _listening = new();

    /// <summary><c>subscriptions/listen</c>: acknowledges, and holds the stream until the client closes it (2026-07-28, basic/patterns/subscriptions).</summary>
    public async Task<JsonObject> ListenAsync(Call call)
    {
        var filter = call.Params.Object("notifications") ?? throw RpcFault.InvalidParams("Missing parameter: notifications");
        call.Notify("notifications/subscriptions/acknowledged", Tagged(call, new() { ["notifications"] = filter.DeepClone() }));
        _listening[call] = filter;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Cancelled);
        }
        finally
        {
            _listening.TryRemove(call, out _);
        }
        return [];
    }

    /// <summary>A list changed: tools, prompts or resources.</summary>
    public void ListChanged(string list)
    {
        foreach (var (call, filter) in _listening)
        {
            if (filter[$"{list}ListChanged"].Flag() == true) call.Notify($"notifications/{list}/list_changed", Tagged(call, []));
        }
        foreach (var session in sessions.All) session.Standalone.Append(Rpc.Notification($"notifications/{list}/list_changed"));
    }

    /// <summary>What stands behind a URI changed.</summary>
    public void ResourceUpdated(string uri)
    {
        foreach (var (call, filter) in _listening)
        {
            if (filter["resourceSubscriptions"] is JsonArray uris && uris.Any(watched => watched.Text() == uri))
                call.Notify("notifications/resources/updated", Tagged(call, new() { ["uri"] = uri }));
        }
        foreach (var session in sessions.All.Where(session => session.Watched.ContainsKey(uri)))
            session.Standalone.Append(Rpc.Notification("notifications/resources/updated", new() { ["uri"] = uri }));
    }

    private static JsonObject Tagged(Call call, JsonObject parameters)
    {
        parameters["_meta"] = new JsonObject { [MetaKeys.SubscriptionId] = call.Message.Id!.DeepClone() };
        return parameters;
    }
}
