using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;

namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>The conformance suite's tools that say something before they answer, and the one that hangs up meanwhile.</summary>
internal static class StreamTools
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Tool> All =>
    [
        Tool.Plain("test_tool_with_logging", "Logs three lines.", LogAsync),
        Tool.Plain("test_logging_tool", "Logs three lines.", LogAsync),
        Tool.Plain("test_tool_with_progress", "Tells three times how far it is.", ProgressAsync),
        Tool.Plain("test_reconnection", "Hangs up in the middle of the call; the answer waits for the client to come back.", ReconnectAsync),
        Tool.Plain("test_streaming_elicitation", "Opens a stream and asks the user on it.", ElicitAsync),
    ];

    private static async Task<JsonObject> LogAsync(Call call)
    {
        call.Tell("info", "Tool execution started");
        await Task.Delay(Pause, call.Cancelled);
        call.Tell("info", "Tool processing data");
        await Task.Delay(Pause, call.Cancelled);
        call.Tell("info", "Tool execution completed");
        return Content.Says("Tool with logging executed successfully");
    }

    private static async Task<JsonObject> ProgressAsync(Call call)
    {
        call.Progress(0, 100);
        await Task.Delay(Pause, call.Cancelled);
        call.Progress(50, 100);
        await Task.Delay(Pause, call.Cancelled);
        call.Progress(100, 100);
        return Content.Says("Tool with progress executed successfully");
    }

    private static async Task<JsonObject> ReconnectAsync(Call call)
    {
        if (call.Session is { } session)
        {
            call.Log.Open(session.Primes);
            await call.Log.Connected.WaitAsync(call.Cancelled);
            call.Log.Disconnect();
            await Task.Delay(Pause, call.Cancelled);
        }
        return Content.Says("Reconnection test completed successfully");
    }

    private static async Task<JsonObject> ElicitAsync(Call call)
    {
        call.Log.Open(call.Session?.Primes ?? false);
        var answer = await call.AskAsync("confirmation", "elicitation/create", Elicitation.Form("Go on?", ("ok", "boolean")));
        return Content.Says($"The user said: {answer["action"]}");
    }
}
