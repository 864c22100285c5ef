using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>Tools as a shop's assistant would have them: some read, some write, some destroy; what they did is in the requests that the server saw.</summary>
internal static class OrdinaryTools
{
    private static readonly JsonObject[] Orders =
    [
        new() { ["id"] = "A-1001", ["customer"] = "Ada", ["item"] = "keyboard", ["total"] = 79.9 },
        new() { ["id"] = "A-1002", ["customer"] = "Grace", ["item"] = "monitor", ["total"] = 249.0 },
        new() { ["id"] = "A-1003", ["customer"] = "Ada", ["item"] = "cable", ["total"] = 9.5 },
    ];

    public static IEnumerable<Tool> All =>
    [
        Tool.Of(OrdinaryDefinitions.GetWeather, Weather),
        Tool.Of(OrdinaryDefinitions.SearchOrders, SearchOrders),
        Tool.Of(OrdinaryDefinitions.DeleteOrder, call => Content.Structured(new() { ["deleted"] = Text(call, "id") })),
        Tool.Of(OrdinaryDefinitions.SendEmail, SendEmail),
        Tool.Of(OrdinaryDefinitions.Add, call => Content.Structured(new() { ["sum"] = Number(call, "a") + Number(call, "b") })),
        Tool.Of(OrdinaryDefinitions.Slow, SlowAsync),
        Tool.Of(OrdinaryDefinitions.QueryRegion, call => Content.Says($"{Text(call, "region")}: 3 rows")),
    ];

    private static JsonObject Weather(Call call) =>
        Content.Structured(new() { ["city"] = Text(call, "city"), ["temperature"] = 21.5, ["conditions"] = "sunny" });

    private static JsonObject SearchOrders(Call call)
    {
        var query = Text(call, "query");
        var limit = (int)(call.Arguments["limit"].Number() ?? 10);
        var found = Orders.Where(order => JsonBytes.Text(order).Contains(query, StringComparison.OrdinalIgnoreCase)).Take(limit);
        return Content.Structured(new() { ["orders"] = new JsonArray([.. found.Select(order => order.DeepClone())]) });
    }

    private static JsonObject SendEmail(Call call)
    {
        Text(call, "body");
        return Content.Structured(new() { ["sent"] = true, ["to"] = Text(call, "to") });
    }

    private static async Task<JsonObject> SlowAsync(Call call)
    {
        const int Steps = 10;
        var seconds = Number(call, "seconds");
        var tells = call.Arguments["progress"].Flag() ?? true;
        for (var step = 1; step <= Steps; step++)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds / Steps), call.Cancelled);
            if (tells) call.Progress(step, Steps, string.Create(CultureInfo.InvariantCulture, $"step {step} of {Steps}"));
        }
        return Content.Structured(new() { ["waited"] = seconds });
    }

    private static string Text(Call call, string name) => call.Arguments[name].Text() ?? throw RpcFault.InvalidParams($"The argument {name} is missing or not a string");

    private static double Number(Call call, string name) => call.Arguments[name].Number() ?? throw RpcFault.InvalidParams($"The argument {name} is missing or not a number");
}
