using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>npm's @modelcontextprotocol/server-everything, in one of its transports.</summary>
internal sealed class EverythingServer : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(Checkout.Root, "test/Sdk.Tests/node/node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    private readonly ChildProcess _process;

    private EverythingServer(ChildProcess process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public static async Task<EverythingServer> StartAsync(string transport, string path)
    {
        var port = FreePort.Find();
        var process = ChildProcess.Start(new Dictionary<string, string> { ["PORT"] = $"{port}" }, "node", Program, transport);
        await Eventually.HoldsAsync(() => process.Told.Contains($"on port {port}", StringComparison.Ordinal), "server-everything listens", () => process.Told);
        return new(process, $"http://127.0.0.1:{port}{path}");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
