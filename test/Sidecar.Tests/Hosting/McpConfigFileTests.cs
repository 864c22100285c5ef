using System.Net;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Egress.Interception;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

public sealed class McpConfigFileTests : IDisposable
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("mcp-config-").FullName;
    private readonly SnapshotHolder _snapshots = new();
    private readonly LogLines<McpConfigFile> _log = new();
    private readonly ManualTime _time = new();
    private readonly Interceptor _nothing = new();
    private readonly TrustFiles _trust;

    public McpConfigFileTests() => _trust = new(new(), _nothing.Authority, _time, new LogLines<TrustFiles>());

    private string PathOfFile => Path.Combine(_folder, "mcp.json");

    public void Dispose()
    {
        _trust.Dispose();
        _nothing.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Swap_ServersOfBothTransports_AreWrittenByNameAndTypeAndNothingOfWhereTheyAre()
    {
        using var file = Following();

        _snapshots.Swap(GivenServers.Snapshot(("search", McpTransport.Auto), ("files", McpTransport.StreamableHttp), ("old", McpTransport.Sse)));

        Assert.Equal(
            """{"mcpServers":{"files":{"type":"http","url":"http://127.0.0.1:15080/mcp/files"},"old":{"type":"sse","url":"http://127.0.0.1:15080/mcp/old"},"search":{"type":"http","url":"http://127.0.0.1:15080/mcp/search"}}}""",
            Compact());
        Assert.DoesNotContain("tools.example", File.ReadAllText(PathOfFile), StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, File.ReadAllText(PathOfFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Swap_ServerTakenAway_ReplacesTheFileInOneStepAndLeavesNothingBeside()
    {
        using var file = Following();
        _snapshots.Swap(GivenServers.Snapshot(("files", McpTransport.Auto), ("search", McpTransport.Auto)));
        using var reader = new StreamReader(PathOfFile);

        _snapshots.Swap(GivenServers.Snapshot(("files", McpTransport.Auto)));

        Assert.Contains("search", reader.ReadToEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("search", Compact(), StringComparison.Ordinal);
        Assert.Equal([PathOfFile], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Swap_SameServersAgain_LeavesTheFileAsItIs()
    {
        using var file = Following();
        _snapshots.Swap(GivenServers.Snapshot(("files", McpTransport.Auto)));
        File.WriteAllText(PathOfFile, "as it was");

        var next = GivenServers.Snapshot(("files", McpTransport.Auto));
        _snapshots.Swap(next);

        Assert.Equal("as it was", File.ReadAllText(PathOfFile));
        Assert.True(file.Tells(next));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "this sidecar is too old")]
    public void Swap_AgentThatMayCallNothing_FindsNoServer(bool suspended, string? unfit)
    {
        using var file = Following();
        _snapshots.Swap(GivenServers.Snapshot(("files", McpTransport.Auto)));

        _snapshots.Swap(GivenServers.Snapshot(Given.Policy("base") with { Suspended = suspended, Unfit = unfit }, ("files", McpTransport.Auto)));

        Assert.Equal("""{"mcpServers":{}}""", Compact());
    }

    [Fact]
    public void Swap_RulesOutOfForce_LeavesNoServer()
    {
        using var file = Following();
        _snapshots.Swap(GivenServers.Snapshot(("files", McpTransport.Auto)));

        _snapshots.Swap(null);

        Assert.Equal("""{"mcpServers":{}}""", Compact());
    }

    [Fact]
    public void Follow_FileOfAProcessBefore_IsReplacedWhileNothingIsInForce()
    {
        File.WriteAllText(PathOfFile, """{"mcpServers":{"gone":{}}}""");

        using var file = Following();

        Assert.Equal("""{"mcpServers":{}}""", Compact());
    }

    [Fact]
    public void Swap_File_IsReadableForWhateverUserTheAgentHas()
    {
        using var file = Following();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(PathOfFile));
    }

    [Fact]
    public async Task Swap_FolderThatCannotBeWritten_IsNotReadyUntilItCan()
    {
        Directory.Delete(_folder);
        using var file = Following();
        var snapshot = GivenServers.Snapshot(("files", McpTransport.Auto));
        var readiness = new Readiness(_snapshots, file, _trust);
        await file.StartAsync(TestContext.Current.CancellationToken);
        _snapshots.Swap(snapshot);

        Assert.False(file.Tells(snapshot));
        Assert.Equal("the agent's MCP configuration is not written", readiness.FindObstacle());

        Directory.CreateDirectory(_folder);
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(s_second);
                return file.Tells(snapshot);
            },
            "the file is written");
        await file.StopAsync(TestContext.Current.CancellationToken);

        Assert.Contains("files", Compact(), StringComparison.Ordinal);
        Assert.Null(readiness.FindObstacle());
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void Tells_BetweenASwapAndItsFile_IsFalse()
    {
        using var file = Following();
        var snapshot = GivenServers.Snapshot(("files", McpTransport.Auto));
        var other = GivenServers.Snapshot(("files", McpTransport.Auto));
        _snapshots.Swap(snapshot);

        Assert.True(file.Tells(snapshot));
        Assert.False(file.Tells(other));
    }

    [Fact]
    public void Follow_WithoutAFolder_WritesNothingAndStandsInNobodysWay()
    {
        using var file = new McpConfigFile(null, IPEndPoint.Parse("127.0.0.1:15080"), _snapshots, _time, _log);
        file.Follow();
        _snapshots.Swap(GivenServers.Snapshot(("files", McpTransport.Auto)));

        Assert.Null(new Readiness(_snapshots, file, _trust).FindObstacle());
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private McpConfigFile Following()
    {
        var file = new McpConfigFile(_folder, IPEndPoint.Parse("127.0.0.1:15080"), _snapshots, _time, _log);
        file.Follow();
        return file;
    }

    private string Compact() => JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllText(PathOfFile)).RootElement);
}
