using System.Net;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Hosting;

public class SidecarOptionsReaderTests
{
    [Fact]
    public void Read_OperatorAlone_HasSafeDefaults()
    {
        var options = Read(out var errors);

        Assert.Empty(errors);
        Assert.NotNull(options);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:15080"), options.Api);
        Assert.Equal((15082, 15083), (options.Health.Port, options.Metrics.Port));
        Assert.Equal((64 << 20, 16 << 20), (options.ByteBudget, options.MaxBody));
        Assert.Equal((TimeSpan.FromHours(24), ControlPlaneLoss.KeepLast), (options.MaxStaleness, options.OnLoss));
        Assert.Equal("/var/run/aigateway/token/token", options.TokenFile);
        Assert.Null(options.Proxy);
        Assert.Null(options.McpFolder);
    }

    [Fact]
    public void Read_FolderForTheAgentsConfiguration_IsTaken() =>
        Assert.Equal("/var/run/aigateway/mcp", Read(out _, ("AIGATEWAY_MCP_DIR", "/var/run/aigateway/mcp"))!.McpFolder);

    [Theory]
    [InlineData("OPERATOR_URL", "http://operator:8443")]
    [InlineData("OPERATOR_URL", "")]
    [InlineData("LISTEN_API", "0.0.0.0:15080")]
    [InlineData("LISTEN_API", "[::]:15080")]
    [InlineData("LISTEN_API", "15080")]
    [InlineData("LISTEN_HEALTH", "here")]
    [InlineData("LISTEN_METRICS", "127.0.0.1:99999")]
    [InlineData("BYTE_BUDGET", "64MiB")]
    [InlineData("BYTE_BUDGET", "0")]
    [InlineData("MAX_BODY", "many")]
    [InlineData("MAX_STALENESS", "a day")]
    [InlineData("DRAIN", "-3s")]
    [InlineData("ON_CONTROL_PLANE_LOSS", "failclosed")]
    [InlineData("PROXY", "proxy:3128")]
    public void Read_BadValue_NamesTheVariable(string name, string value)
    {
        var options = Read(out var errors, ($"AIGATEWAY_{name}", value));

        Assert.Null(options);
        Assert.StartsWith($"AIGATEWAY_{name} must", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BudgetOfAPodBelowTheLongestBody_BoundsTheBodyToo()
    {
        var options = Read(out var errors, ("AIGATEWAY_BYTE_BUDGET", "1Mi"), ("AIGATEWAY_MAX_BODY", "32Mi"), ("AIGATEWAY_DRAIN", "9000h"));

        Assert.Empty(errors);
        Assert.Equal((1 << 20, 1 << 20, TimeSpan.FromDays(7)), (options!.ByteBudget, options.MaxBody, options.Drain));
    }

    [Fact]
    public void Read_SeveralBadValues_AreAllTold()
    {
        Read(out var errors, ("AIGATEWAY_DRAIN", "x"), ("AIGATEWAY_BYTE_BUDGET", "y"));

        Assert.True(errors.Count >= 2);
    }

    [Fact]
    public void Read_ProxyWithAPassword_IsNeverQuoted()
    {
        Read(out var errors, ("AIGATEWAY_PROXY", "ftp://user:hunter2@proxy"));

        Assert.DoesNotContain("hunter2", string.Join(' ', errors), StringComparison.Ordinal);
    }

    private static SidecarOptions? Read(out IReadOnlyList<string> errors, params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string> { ["AIGATEWAY_OPERATOR_URL"] = "https://operator:8443" };
        foreach (var (name, value) in variables) environment[name] = value;
        return new SidecarOptionsReader(environment.GetValueOrDefault).Read(out errors);
    }
}
