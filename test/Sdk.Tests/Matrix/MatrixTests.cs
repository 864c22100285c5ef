using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>Every official client, through the ahead-of-time sidecar, at every kind of provider, in every case: it passes, or a note says why not.</summary>
public sealed class MatrixTests(SharedLine shared, ITestOutputHelper output)
{
    private static readonly string[] NodeClients = ["openai", "responses", "anthropic", "gemini", "bedrock"];

    private static readonly string[] Providers =
    [
        "openai", "vllm", "mistral", "groq", "together", "deepseek", "xai", "openrouter", "ollama", "azure", "azure-classic", "anthropic", "gemini", "vertex", "vertex-claude", "bedrock", "cohere",
    ];

    [Fact]
    public async Task Clients_AtEveryProvider_PassOrAreExplained()
    {
        await NodeClient.InstallAsync();
        var lines = await Task.WhenAll(NodeClients.Select(client => NodeClient.PlayAsync(shared.Line, client, Providers)));
        var dotnet = await Task.WhenAll(new DotnetAdapter[] { new OpenAiDotnet(shared.Line.Root), new AnthropicDotnet(shared.Line.Root) }.Select(client => DotnetPlayer.PlayAsync(client, Providers)));
        MatrixCell[] cells = [.. lines.SelectMany(line => line).Select(line => JsonSerializer.Deserialize(line, NodeJsonContext.Default.MatrixCell)!), .. dotnet.SelectMany(one => one)];

        var page = new MatrixPage(cells);
        var text = page.Write();
        output.WriteLine(text);
        var folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts/test-results")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "sdk-matrix.md"), text, TestContext.Current.CancellationToken);
        Assert.Empty(page.Faults);
    }
}
