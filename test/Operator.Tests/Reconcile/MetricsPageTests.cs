using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using AiGateway.Operator.Tests.Status.Tools;
using AiGateway.Operator.Watch;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Reconcile;

public sealed class MetricsPageTests
{
    private readonly ToolsGiven _given = new();

    [Fact]
    public async Task Page_OfTheLeader_CountsWhatNobodyApproved()
    {
        _given.Servers = [ToolsGiven.Server("git"), ToolsGiven.Server("off", PinningMode.Off), ToolsGiven.Server("web", PinningMode.Block, ToolsGiven.Pin("get"))];
        await _given.Hear("a", _given.Saw("git", ToolsGiven.Pin("read"), ToolsGiven.Pin("write")), _given.Saw("web", ToolsGiven.Pin("get"))).LookAsync();

        var page = Page(new LeaderSeat(null, new())).Split('\n');

        Assert.Equal(
            [
                "aigateway_mcp_tools_unapproved{namespace=\"team\",server=\"git\"} 2",
                "aigateway_mcp_tools_unapproved{namespace=\"team\",server=\"web\"} 0",
            ],
            page.Where(line => line.StartsWith("aigateway_mcp", StringComparison.Ordinal)));
        Assert.Contains("# TYPE aigateway_mcp_tools_unapproved gauge", page);
    }

    private string Page(LeaderSeat seat)
    {
        var bundles = new BundleBoard();
        var loop = new CompileLoop(new ScriptedSource(), new ChangeSignal(), bundles, new CompileOptions { Time = _given.Time }, NullLogger<CompileLoop>.Instance);
        return new MetricsPage(loop, bundles, _given.Sidecars, new(_given.Sidecars, bundles, seat, _given.Time), _given.Writer).Write();
    }
}
