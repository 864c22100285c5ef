using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;
using AiGateway.Fakes.Mcp.Scripts;

namespace AiGateway.Fakes.Mcp.Methods;

/// <summary><c>tools/call</c>, and what a script says instead of a method's own answer.</summary>
internal static class ToolCalls
{
    public static async Task<JsonObject> RunAsync(Call call, ServerParts parts)
    {
        var name = call.Params["name"].Text();
        var tool = parts.Tools.Find(name) ?? throw RpcFault.InvalidParams($"Unknown tool: {name}");
        try
        {
            return await tool.RunAsync(call);
        }
        catch (ClientRefusal refusal)
        {
            return Content.Fails(refusal.Message);
        }
        catch (RpcFault missing) when (missing.Code == -32021 && !call.IsModern)
        {
            return Content.Fails("The client does not support what this tool needs");
        }
    }

    /// <summary>The scripted answer, or the method's own.</summary>
    public static Task<JsonObject> AnswerAsync(Call call, ServerParts parts, Func<Call, Task<JsonObject>> method)
    {
        if (parts.Script.Find(call.Message.Subject, call.Message.Method) is not { } scripted) return method(call);
        if (scripted.Error is { } error) throw new RpcFault(error["code"]!.GetValue<int>(), error["message"].Text() ?? "", error["data"]);
        if (scripted.AsTask) return Task.FromResult(parts.Tasks.Start(_ => ResultAsync(call, scripted, method)).Created(call.IsModern));
        return ResultAsync(call, scripted, method);
    }

    private static Task<JsonObject> ResultAsync(Call call, ScriptedAnswer scripted, Func<Call, Task<JsonObject>> method) =>
        scripted.Result is { } result ? Task.FromResult(result.DeepClone().AsObject()) : method(call);
}
