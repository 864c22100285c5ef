using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests;

/// <summary>A policy file edited under a running agent, through the real operator and the real stream.</summary>
public sealed class SuspensionTests
{
    [Fact]
    public async Task Suspended_CutsTheOpenStreamAndRefusesTheNextCall()
    {
        await using var line = await SidecarLine.StartAsync();
        await using var node = await NodeClient.StartAsync(line, "long");
        await Eventually.HoldsAsync(() => node.Output.Contains("streaming"), "the stream runs");

        line.EditPolicy("suspended: false", "suspended: true");
        await Eventually.HoldsAsync(() => line.Primary.Seen.Cancelled > 0, "the provider sees the end");
        Assert.Equal(0, await node.EndAsync(Eventually.Bound));
        var cut = JsonSerializer.Deserialize(node.Output.Last(), NodeJsonContext.Default.NodeResult)!;
        var next = await NodeClient.RunAsync(line, "json");

        Assert.NotNull(cut.Error);
        Assert.Equal(("PermissionDeniedError", "agent_suspended"), (next.Error, next.Code));
    }
}
