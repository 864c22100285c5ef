using AiGateway.Contracts;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

/// <summary>How far the agent is held, as the operator and the metrics page are told.</summary>
public sealed class EnforcementTests
{
    private const string Redirected = """{"at":"2026-01-02T03:04:05+00:00","nonce":"c0ffee","redirected":true}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Level_NothingRedirected_IsCooperativeWithoutAReason() =>
        Assert.Equal(new Enforcement { Level = EnforcementLevel.Cooperative }, await ToldAsync(options => options, "Cooperative"));

    [Fact]
    public async Task Level_RedirectedButNoProofNamed_IsCooperativeAndSaysWhy() =>
        Assert.NotEmpty((await ToldAsync(options => options with { TransparentPort = FreePort.Find() }, "Cooperative")).Reason!);

    [Fact]
    public async Task Level_ProofMissing_IsCooperativeAndSaysWhy() =>
        Assert.NotEmpty((await ToldAsync(options => options with { ProofFile = Path.Combine(options.StateFolder, "none.json") }, "Cooperative")).Reason!);

    [Fact]
    public async Task Level_Proven_IsRedirected() =>
        Assert.Equal(new Enforcement { Level = EnforcementLevel.Redirected }, await ToldAsync(Prove, "Redirected"));

    private static SidecarOptions Prove(SidecarOptions options)
    {
        var file = Path.Combine(options.StateFolder, "proof.json");
        File.WriteAllText(file, Redirected);
        return options with { ProofFile = file };
    }

    private static async Task<Enforcement> ToldAsync(Func<SidecarOptions, SidecarOptions> vary, string level)
    {
        await using var house = await HostHouse.StartAsync(vary: vary);
        var (stream, _) = await house.Operator.GreetAsync();
        var told = (await stream.ReadAsync(EnvelopeTypes.Enforcement)).Enforcement!;
        var page = await house.Client.GetStringAsync(new Uri(house.Metrics, "/metrics"), Stop);
        Assert.Contains($"aigateway_enforcement_level{{level=\"{level}\"}} 1\n", page, StringComparison.Ordinal);
        Assert.Equal(level, told.Level.ToString());
        return told;
    }
}
