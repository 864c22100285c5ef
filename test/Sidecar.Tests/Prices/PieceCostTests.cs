using System.Net;
using System.Text;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Prices;

/// <summary>What is billed by the piece counts against a limit in US dollars, through the whole sidecar.</summary>
public sealed class PieceCostTests
{
    [Fact]
    public async Task Images_ThatNoUsageTellsOf_AreCountedByThePiece() => Assert.Equal(
        3 * 40_000_000,
        await SpendAsync(
            "/openai/v1/images/generations",
            """{"created":1,"data":[{"url":"https://a.example/1"},{"url":"https://a.example/2"},{"b64_json":"aGk="}]}""",
            price => price with { Image = 0.04m }));

    [Fact]
    public async Task Reranking_OfManyDocuments_IsCountedByItsSearchUnits() => Assert.Equal(
        5 * 2_000_000,
        await SpendAsync(
            "/openai/v1/rerank",
            """{"id":"r","results":[{"index":0,"relevance_score":0.9}],"meta":{"api_version":{"version":"2"},"billed_units":{"search_units":5}}}""",
            price => price with { Request = 0.002m }));

    /// <summary>One call, and what the limit counted of it in nanos of a US dollar.</summary>
    private static async Task<long> SpendAsync(string path, string answer, Func<PriceRule, PriceRule> price)
    {
        await using var upstream = await Upstream.OfJsonAsync(answer);
        await using var house = await SidecarHouse.OpenAsync(GivenLimits.Fast(GivenLimits.Priced(upstream.BaseUrl, 0, 0, price), GivenLimits.Rule(LimitUnit.Usd, 1_000_000_000)));
        using var body = new StringContent("""{"model":"fast","prompt":"a cat","query":"cats","documents":["a","b"]}""", Encoding.UTF8, "application/json");

        using var reply = await house.Agent.PostAsync(path, body, TestContext.Current.CancellationToken);
        await house.WhenQuietAsync();

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        return house.Limits.Count(LimitUnit.Usd).Used;
    }
}
