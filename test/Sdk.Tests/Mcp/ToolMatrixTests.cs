using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>Every official client of MCP, at every server, in every case, at the server itself and through the ahead-of-time sidecar: it passes, or a note says why not.</summary>
public sealed class ToolMatrixTests(ToolLine line, ITestOutputHelper output) : IClassFixture<ToolLine>
{
    [Fact]
    public async Task Clients_AtEveryServer_PassOrAreExplained()
    {
        var played = await Task.WhenAll(NodeAsync("v1"), NodeAsync("v2"), DotnetToolPlayer.PlayAsync(line.Legs.Where(leg => leg.Client.StartsWith("dotnet", StringComparison.Ordinal))));

        var page = new ToolPage([.. played.SelectMany(cells => cells)], ToolExplanations.All);
        var text = page.Write();
        output.WriteLine(text);
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts/test-results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "mcp-matrix.md"), text, TestContext.Current.CancellationToken);
        Assert.Empty(page.Faults);
    }

    private async Task<IReadOnlyCollection<ToolCell>> NodeAsync(string client)
    {
        var lines = await NodeClient.PlayToolsAsync("mcp/play.mjs", client, JsonSerializer.Serialize([.. line.Legs.Where(leg => leg.Client.StartsWith($"ts-{client}", StringComparison.Ordinal))], NodeJsonContext.Default.ToolLegArray));
        return [.. lines.Select(told => JsonSerializer.Deserialize(told, NodeJsonContext.Default.ToolCell)!)];
    }
}
