using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Methods;

/// <summary>The methods of each era. <c>initialize</c> is not among them: it makes the session that the others need.</summary>
internal sealed class MethodTable
{
    private static readonly string[] Cacheable = ["server/discover", "tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read"];
    private readonly Dictionary<string, Func<Call, Task<JsonObject>>> _modern = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<Call, Task<JsonObject>>> _legacy = new(StringComparer.Ordinal);
    private readonly ServerParts _parts;

    /// <summary>Fills the tables once.</summary>
    public MethodTable(ServerParts parts)
    {
        _parts = parts;
        AddCommon();
        AddModern();
        AddLegacy();
    }

    /// <summary>Answers as the era wants it, or as the script says.</summary>
    public async Task<JsonObject> AnswerAsync(Call call)
    {
        if (!(call.IsModern ? _modern : _legacy).TryGetValue(call.Message.Method!, out var method)) throw RpcFault.MethodNotFound(call.Message.Method!);

        try
        {
            var result = await ToolCalls.AnswerAsync(call, _parts, method);
            return call.IsModern ? Complete(call, result) : result;
        }
        catch (InputNeeded needed)
        {
            return Complete(call, needed.ToResult());
        }
    }

    /// <summary>What 2026-07-28 wants in every result, and in those that may be cached.</summary>
    private JsonObject Complete(Call call, JsonObject result)
    {
        if (!result.ContainsKey("resultType")) result["resultType"] = "complete";
        if (result["_meta"] is not JsonObject) result["_meta"] = new JsonObject();
        result["_meta"]![MetaKeys.ServerInfo] = Introductions.ServerInfo(_parts);
        if (result["resultType"].Text() != "complete" || !Cacheable.Contains(call.Message.Method)) return result;

        result["ttlMs"] ??= 60_000;
        result["cacheScope"] ??= "public";
        return result;
    }

    private void AddCommon()
    {
        foreach (var table in (Dictionary<string, Func<Call, Task<JsonObject>>>[])[_modern, _legacy])
        {
            table["tools/list"] = call => Done(Lists.Page(call, "tools", _parts.Tools.Definitions(), _parts.Script.PageSize));
            table["tools/call"] = call => ToolCalls.RunAsync(call, _parts);
            table["prompts/list"] = call => Done(Lists.Page(call, "prompts", _parts.Prompts.List(), _parts.Script.PageSize));
            table["prompts/get"] = Prompts.GetAsync;
            table["resources/list"] = call => Done(Lists.Page(call, "resources", Resources.List(), _parts.Script.PageSize));
            table["resources/templates/list"] = call => Done(Lists.Page(call, "resourceTemplates", Resources.Templates(), _parts.Script.PageSize));
            table["resources/read"] = call => Done(Resources.Read(call));
            table["completion/complete"] = call => Done(Suggest(call));
            table["tasks/get"] = call => Done(_parts.Tasks.Get(call));
            table["tasks/cancel"] = call => Done(_parts.Tasks.Cancel(call));
        }
    }

    private void AddModern()
    {
        _modern["server/discover"] = _ => Done(Introductions.Discover(_parts));
        _modern["subscriptions/listen"] = _parts.Changes.ListenAsync;
        _modern["tasks/update"] = call => Done(_parts.Tasks.Update(call));
    }

    private void AddLegacy()
    {
        _legacy["ping"] = _ => Done([]);
        _legacy["logging/setLevel"] = call => Done(() => call.Session!.LogLevel = call.Params["level"].Text());
        _legacy["resources/subscribe"] = call => Done(() => call.Session!.Watched[Uri(call)] = 0);
        _legacy["resources/unsubscribe"] = call => Done(() => call.Session!.Watched.TryRemove(Uri(call), out _));
        _legacy["tasks/list"] = _ => Done(_parts.Tasks.List());
        _legacy["tasks/result"] = _parts.Tasks.ResultAsync;
    }

    private static JsonObject Suggest(Call call)
    {
        var begun = call.Params.Object("argument")?["value"].Text() ?? "";
        string[] values = [.. new[] { "paris", "park", "party", "test", "tested" }.Where(value => value.StartsWith(begun, StringComparison.OrdinalIgnoreCase))];
        return new()
        {
            ["completion"] = new JsonObject
            {
                ["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]),
                ["total"] = values.Length,
                ["hasMore"] = false,
            },
        };
    }

    private static string Uri(Call call) => call.Params["uri"].Text() ?? throw RpcFault.InvalidParams("Missing parameter: uri");

    private static Task<JsonObject> Done(JsonObject result) => Task.FromResult(result);

    private static Task<JsonObject> Done(Action act)
    {
        act();
        return Done(new JsonObject());
    }
}
