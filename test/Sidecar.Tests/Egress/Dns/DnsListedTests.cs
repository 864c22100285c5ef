using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

/// <summary>Where a policy lists names: those that may be reached and those of the cluster go on, and a tunnel's stay in the pod.</summary>
public sealed class DnsListedTests
{
    private const int Refused = 5;

    [Theory]
    [InlineData("api.github.com")]
    [InlineData("API.GitHub.com")]
    [InlineData("files.pypi.org")]
    [InlineData("api.openai.com")]
    [InlineData("db.shop.svc.cluster.local")]
    [InlineData("api.github.com.shop.svc.cluster.local")]
    [InlineData("kubernetes.default.svc.cluster.local")]
    public async Task Name_ListedOrOfTheCluster_GoesOn(string name)
    {
        await using var house = await ListedAsync();

        Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(name))));

        Assert.Equal(1, house.AskedUpstream);
    }

    [Theory]
    [InlineData("c2VjcmV0.tunnel.evil.example")]
    [InlineData("c2VjcmV0.api.github.com")]
    [InlineData("api.github.com.evil.example")]
    [InlineData("pypi.org")]
    [InlineData("evil-cluster.local")]
    [InlineData("cluster.local.evil.example")]
    [InlineData("local")]
    [InlineData("8.8.8.8.in-addr.arpa")]
    [InlineData("metadata.google.internal")]
    [InlineData("")]
    public async Task Name_NotListed_IsRefusedAndStaysInThePod(string name)
    {
        await using var house = await ListedAsync();

        Assert.Equal(Refused, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(name, GivenDns.Txt))));

        Assert.Equal(0, house.AskedUpstream);
        Assert.Equal(1, house.Counted("decision=\"denied\",reason=\"not_listed\",type=\"TXT\""));
        Assert.Equal((name.ToLowerInvariant(), "TXT", 1L), house.Refusals.Select(refusal => (refusal.Example, refusal.Type, refusal.Count)).Single());
    }

    [Fact]
    public async Task Tunnel_OfManyNames_LeavesOneRecordAndNoQuery()
    {
        await using var house = await ListedAsync();

        for (var query = 0; query < 60; query++)
            Assert.Equal(Refused, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query(string.Create(CultureInfo.InvariantCulture, $"{query:x}.{new string('a', 60)}.{new string('b', 60)}.evil.example")))));

        Assert.Equal(0, house.AskedUpstream);
        Assert.Equal("evil.example", Assert.Single(house.Refusals).Suffix);
    }

    [Fact]
    public async Task Rate_OfThePolicy_HoldsForAllNames()
    {
        await using var house = await DnsHouse.StartAsync(null, GivenEgress.Policy("api.github.com:443").Listed(queries: 1));

        var codes = new List<int>();
        for (var query = 0; query < 20; query++) codes.Add(GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("api.github.com"))));

        Assert.Equal([0, 0], codes[..2]);
        Assert.Contains(Refused, codes);
        Assert.NotEqual(0, house.Counted("decision=\"denied\",reason=\"rate\",type=\"A\""));
    }

    [Fact]
    public async Task Rules_Swapped_HoldForTheNextQuery()
    {
        await using var house = await ListedAsync();
        Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("api.github.com"))));

        house.Program(Listed("api.gitlab.com:443"));

        Assert.Equal(Refused, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("api.github.com"))));
        Assert.Equal(0, GivenDns.CodeOf(await house.AskAsync(GivenDns.Query("api.gitlab.com"))));
    }

    private static PolicyRule Listed(string entries) => GivenEgress.Policy(entries).Listed();

    private static Task<DnsHouse> ListedAsync() => DnsHouse.StartAsync(null, Listed("api.github.com:443 *.pypi.org !api.openai.com"));
}
