using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>An agent that has everything open that it can, so as to go on with it when it is stopped: through the whole sidecar, by each way of stopping it and each level of quarantine.</summary>
public sealed class HeldAttackTests
{
    private const string Models = "chat stream, whole call, hosted tool, file, realtime session, realtime session with a hosted tool, intercepted call";
    private const string HostedTools = "hosted tool, realtime session with a hosted tool";
    private const string Unlisted = "tool call, waits for a human";
    private const string Servers = Unlisted + ", listed tool call, tool server's stream";
    private const string Outside = "CONNECT tunnel, redirected tunnel, plain request, plain WebSocket";

    [Theory]
    [InlineData("suspended by its Agent", Models + ", " + Servers + ", " + Outside)]
    [InlineData("suspended by its namespace", Models + ", " + Servers + ", " + Outside)]
    [InlineData("suspended by a policy", Models + ", " + Servers + ", " + Outside)]
    [InlineData("All", Models + ", " + Servers + ", " + Outside)]
    [InlineData("NoModels", Models)]
    [InlineData("NoTools", HostedTools + ", " + Servers)]
    [InlineData("ListedToolsOnly", HostedTools + ", " + Unlisted)]
    [InlineData("nothing", "")]
    public async Task EverythingOpen_Held_IsCutAtOnceWhereItIsClosed_AndGoesOnElse(string held, string closed)
    {
        await using var house = await HeldHouse.StartAsync();
        var open = await house.OpenAllAsync();
        Assert.DoesNotContain(open, exchange => exchange.End.IsCompleted);

        await house.HoldAsync(RuleOf(held), suspended: held == "suspended by a policy");

        string[] expected = [.. closed.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        foreach (var exchange in open.Where(exchange => expected.Contains(exchange.Name))) await IsCutAsync(exchange);
        foreach (var exchange in open.Where(exchange => !expected.Contains(exchange.Name))) await exchange.GoOn();
        house.Provider.Release();
        await Task.WhenAll(open.Select(exchange => exchange.End)).WithinBoundAsync();

        Assert.Equal(expected, open.Where(exchange => exchange.IsCut).Select(exchange => exchange.Name).Order(StringComparer.Ordinal));
        var reason = held.StartsWith("suspended", StringComparison.Ordinal) ? "agent_suspended" : "agent_quarantined";
        await Eventually.HoldsAsync(() => house.Lines.Count(line => Says(line, reason)) >= expected.Length, $"{expected.Length} records say {reason}");
    }

    [Theory]
    [InlineData("suspended by its Agent")]
    [InlineData("suspended by its namespace")]
    [InlineData("suspended by a policy")]
    [InlineData("All")]
    public async Task EverythingOpen_Held_LeavesNothingOpenOnTheOtherSide(string held)
    {
        await using var house = await HeldHouse.StartAsync();
        await house.OpenAllAsync();

        await house.HoldAsync(RuleOf(held), suspended: held == "suspended by a policy");

        await Eventually.HoldsAsync(() => house.Provider.Open == 0, "the provider has nothing open");
        await Eventually.HoldsAsync(() => house.Tunnels.Count == 0 && house.Calls.Count == 0, "nothing is under way");
    }

    private static async Task IsCutAsync(HeldExchange exchange)
    {
        await Eventually.HoldsAsync(() => exchange.End.IsCompleted, $"{exchange.Name} is cut");
        Assert.True(exchange.IsCut, exchange.Name);
    }

    private static HoldRule? RuleOf(string held) => held switch
    {
        "suspended by its Agent" => GivenHolds.Suspended,
        "suspended by its namespace" => new() { SuspendedBy = "Namespace team", Reason = "incident 42" },
        "suspended by a policy" or "nothing" => null,
        _ => GivenHolds.In(Enum.Parse<Quarantine>(held)),
    };

    /// <summary>A call's line says it of the call, a connection's of the cut.</summary>
    private static bool Says(JsonElement line, string reason) =>
        (line.TryGetProperty("cut", out var cut) ? cut : line).TryGetProperty("reason", out var given) && given.GetString() == reason;
}
