using System.Text.Json;

namespace AiGateway.Egress.Tests;

public sealed class ProveTests(SidecarProgram program) : IClassFixture<SidecarProgram>, IDisposable
{
    private const uint Validator = 15081;

    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-proof-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("10.96.0.10")]
    [InlineData("fd00:96::10")]
    [InlineData("169.254.169.254")]
    public async Task Prove_WithRules_LeavesAProof(string nameServer)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program, network => network.WriteResolvConf(System.Net.IPAddress.Parse(nameServer)));

        var (code, told) = await ProveAsync(pod, Validator);

        Assert.True(code == 0, told);
        var proof = ReadProof();
        Assert.True(proof.GetProperty("redirected").GetBoolean());
        Assert.Equal(64, proof.GetProperty("nonce").GetString()!.Length);
        Assert.False(proof.TryGetProperty("reason", out _));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(Proof));
    }

    [Fact]
    public async Task Prove_Twice_LeavesTheNewProof()
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);
        await ProveAsync(pod, Validator);
        var first = ReadProof().GetProperty("nonce").GetString();

        var (code, told) = await ProveAsync(pod, Validator);

        Assert.True(code == 0, told);
        Assert.NotEqual(first, ReadProof().GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task Prove_WithoutRules_FailsAndSaysSo()
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();

        var (code, told) = await ProveAsync(pod, Validator);

        Assert.Equal(1, code);
        Assert.Contains("a connection to 192.0.2.1:443 did not arrive at 127.0.0.1:15081", told, StringComparison.Ordinal);
        Assert.False(ReadProof().GetProperty("redirected").GetBoolean());
    }

    [Fact]
    public async Task Prove_WithoutRulesAtALowerLevel_LeavesTheReasonAndEndsWell()
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();

        var (code, told) = await ProveAsync(pod, Validator, "--lower");

        Assert.True(code == 0, told);
        Assert.False(ReadProof().GetProperty("redirected").GetBoolean());
        Assert.Contains("192.0.2.1:443", ReadProof().GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Gaps => new()
    {
        { "nothing drops", "delete chain ip aigateway filter-output", "a datagram to 192.0.2.1:443 was sent" },
        { "nothing drops over IPv6", "delete chain ip6 aigateway filter-output", "a datagram to [2001:db8::1]:443 was sent" },
        { "nothing is redirected over IPv6", "flush chain ip6 aigateway nat-output", "a connection to [2001:db8::1]:443 did not arrive" },
        { "the metadata service is let through", "insert rule ip aigateway nat-output ip daddr 169.254.169.254 return", "a connection to 169.254.169.254:80 did not arrive" },
        { "another set redirects first", "add table ip other; add chain ip other nat { type nat hook output priority -200; }; add rule ip other nat ip protocol tcp redirect to :15099", "did not arrive" },
        { "queries go elsewhere", "insert rule ip aigateway nat-output udp dport 53 return", "a query to the name server 10.96.0.10:53 did not arrive" },
    };

    [Theory, MemberData(nameof(Gaps))]
    public async Task Prove_WithAGap_NamesIt(string name, string change, string expected)
    {
        Skips.WhereNoNamespaces();
        Skips.WhereNo("nft");
        using var pod = await RedirectedPod.CreateAsync(program);
        // One rule may stand for another's way out: priorities below -200 come before connections are tracked.
        pod.Network.Pod.Run("nft", change.Replace("priority -200", "priority -150", StringComparison.Ordinal));

        var (code, told) = await ProveAsync(pod, Validator);

        Assert.True(code == 1, name);
        Assert.Contains(expected, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15080u, "the validator runs as the sidecar's user 15080")]
    [InlineData(0u, "the validator has the capability NET_ADMIN")]
    public async Task Prove_AsSomebodyWhoIsNotHeld_Refuses(uint user, string expected)
    {
        Skips.WhereNoNamespaces();
        using var pod = await RedirectedPod.CreateAsync(program);

        var (code, told) = await ProveAsync(pod, user);

        Assert.Equal(1, code);
        Assert.Contains(expected, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prove")]
    [InlineData("prove", "--exempt", "1337", "/tmp/x")]
    [InlineData("prove", "--dns", "0", "/tmp/x")]
    [InlineData("prove", "/tmp/x", "--lower")]
    public async Task Prove_BadArguments_EndsWith78(params string[] arguments)
    {
        Skips.WhereNoNamespaces();
        using var pod = RedirectedPod.Plain();

        Assert.Equal(78, (await program.RunAsync(pod.Network.Pod, Validator, arguments)).Code);
    }

    private string Proof => Path.Combine(_folder, "proof.json");

    private JsonElement ReadProof() => JsonDocument.Parse(File.ReadAllText(Proof)).RootElement;

    private Task<(int Code, string Told)> ProveAsync(RedirectedPod pod, uint user, params string[] more)
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);
        return program.RunAsync(pod.Network.Pod, user, ["prove", "--resolv-conf", pod.Network.ResolvConf, .. more, Proof]);
    }
}
