using System.Net;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>GET /mcp: which tool servers the agent may use, told by the sidecar itself.</summary>
public sealed class ServerListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/mcp")]
    [InlineData("/mcp/")]
    public async Task Get_Servers_AreTheDocumentOfTheFileAndOneRecord(string path)
    {
        var snapshot = GivenServers.Snapshot(("files", McpTransport.Auto), ("old", McpTransport.Sse));
        await using var house = await SidecarHouse.OpenAsync(snapshot);

        using var answer = await house.Agent.GetAsync(path, Stop);

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(Encoding.UTF8.GetString(McpConfig.Write(snapshot, new IPEndPoint(IPAddress.Loopback, house.Port))), await answer.Content.ReadAsStringAsync(Stop));
        var record = await house.Records.SingleAsync();
        Assert.Equal("list_servers", record.GetProperty("gen_ai.operation.name").GetString());
        Assert.Equal("allowed", record.GetProperty("decision").GetString());
        Assert.Equal("completed", record.GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Get_Document_NamesTheAddressThatTheAgentCalled()
    {
        await using var house = await SidecarHouse.OpenAsync(GivenServers.Snapshot(("files", McpTransport.Auto)));

        var document = JsonDocument.Parse(await house.Agent.GetStringAsync("/mcp", Stop)).RootElement;

        Assert.Equal($"http://127.0.0.1:{house.Port}/mcp/files", document.GetProperty("mcpServers").GetProperty("files").GetProperty("url").GetString());
    }

    [Fact]
    public async Task Get_SuspendedAgent_IsDeniedAndAudited()
    {
        await using var house = await SidecarHouse.OpenAsync(GivenServers.Snapshot(Given.Policy("base") with { Suspended = true }, ("files", McpTransport.Auto)));

        using var answer = await house.Agent.GetAsync("/mcp", Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("127.0.0.1", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var record = await house.Records.SingleAsync();
        Assert.Equal("denied", record.GetProperty("decision").GetString());
        Assert.Equal("agent_suspended", record.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Post_ToTheList_IsNotServed()
    {
        await using var house = await SidecarHouse.OpenAsync(GivenServers.Snapshot());

        using var answer = await house.Agent.PostAsync("/mcp", new StringContent("{}", Encoding.UTF8, "application/json"), Stop);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal("refused", (await house.Records.SingleAsync()).GetProperty("decision").GetString());
    }
}
