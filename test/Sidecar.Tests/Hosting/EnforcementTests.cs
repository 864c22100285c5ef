using AiGateway.Contracts;
using AiGateway.Rig;
using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Redirects;
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

    [Theory]
    [InlineData("c0ffee", EnforcementLevel.Cooperative)]
    [InlineData("another", EnforcementLevel.Redirected)]
    public async Task Level_LoweredByTheProcessBefore_StaysLoweredForThatProof(string nonce, EnforcementLevel expected)
    {
        var told = await ToldAsync(options =>
        {
            var unmade = new RedirectProof { At = default, Nonce = nonce, Redirected = false, Reason = "somebody got around it" };
            ProofFile.Write(Path.Combine(options.StateFolder, "lowered.json"), unmade);
            return Prove(options);
        }, $"{expected}");

        Assert.Equal(expected == EnforcementLevel.Redirected ? null : "somebody got around it", told.Reason);
    }

    [Fact]
    public async Task Level_Lowered_IsToldAndKept()
    {
        var state = "";
        await using var house = await HostHouse.StartAsync(vary: options => Prove(options with { StateFolder = state = options.StateFolder }));
        var (stream, _) = await house.Operator.GreetAsync();
        await stream.ReadAsync(EnvelopeTypes.Enforcement);

        house.App.Services.GetRequiredService<EnforcementBoard>().Lower("somebody got around it");

        Assert.Equal("somebody got around it", (await stream.ReadAsync(EnvelopeTypes.Enforcement)).Enforcement!.Reason);
        Assert.Equal(("c0ffee", false), ProofFile.Read(Path.Combine(state, "lowered.json"), out _) is { } kept ? (kept.Nonce, kept.Redirected) : default);
    }

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
