using System.Net;
using System.Text;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What is priced by the piece is reserved before it is made: a call that would pass a limit in money never leaves.</summary>
public sealed class PieceLimitTests
{
    private const string Images = """{"created":1,"data":[{"b64_json":"a"},{"b64_json":"b"}]}""";
    private const string Ranked = """{"id":"r","results":[],"meta":{"billed_units":{"search_units":2}}}""";

    /// <summary>A limit of 21 cents: three images at seven cents.</summary>
    [Theory]
    [InlineData(2, HttpStatusCode.OK)]
    [InlineData(3, HttpStatusCode.OK)]
    [InlineData(4, HttpStatusCode.TooManyRequests)]
    public async Task Images_AskedForInJson_AreReserved(int images, HttpStatusCode status)
    {
        await using var provider = await Upstream.OfJsonAsync(Images);
        await using var house = await SidecarHouse.OpenAsync(Limited(provider, 210_000_000, price => price with { Image = 0.07m }));

        using var answer = await PostAsync(house, "images/generations", new StringContent($$"""{"model":"fast","n":{{images}},"prompt":"a"}""", Encoding.UTF8, "application/json"));

        await AssertAsync(house, (answer, status), provider, 140_000_000);
    }

    [Theory]
    [InlineData("n before the model", HttpStatusCode.TooManyRequests)]
    [InlineData("n behind the model", HttpStatusCode.TooManyRequests)]
    [InlineData("n behind a late model", HttpStatusCode.TooManyRequests)]
    [InlineData("a small n", HttpStatusCode.OK)]
    [InlineData("no n", HttpStatusCode.OK)]
    public async Task Images_AskedForInAForm_AreReserved(string what, HttpStatusCode status)
    {
        await using var provider = await Upstream.OfJsonAsync(Images);
        await using var house = await SidecarHouse.OpenAsync(Limited(provider, 210_000_000, price => price with { Image = 0.07m }));
        using var form = new MultipartFormDataContent("boundary");
        if (what == "n before the model") form.Add(new StringContent("4"), "\"n\"");
        if (what == "n behind a late model") form.Add(new ByteArrayContent(new byte[100]), "\"image\"", "\"a.png\"");
        form.Add(new StringContent("fast"), "\"model\"");
        if (what is "n behind the model" or "n behind a late model") form.Add(new StringContent("4"), "\"n\"");
        if (what == "a small n") form.Add(new StringContent("2"), "\"n\"");
        if (what != "n behind a late model") form.Add(new ByteArrayContent(new byte[100]), "\"image\"", "\"a.png\"");
        form.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "boundary") } };

        using var answer = await PostAsync(house, "images/edits", form);

        await AssertAsync(house, (answer, status), provider, 140_000_000);
    }

    [Theory]
    [InlineData(100, 1, HttpStatusCode.OK)]
    [InlineData(150, 1, HttpStatusCode.TooManyRequests)]
    [InlineData(150, 2, HttpStatusCode.OK)]
    public async Task Reranking_OfManyDocuments_ReservesItsSearchUnits(int documents, int units, HttpStatusCode status)
    {
        await using var provider = await Upstream.OfJsonAsync(Ranked);
        await using var house = await SidecarHouse.OpenAsync(Limited(provider, units * 2_000_000, price => price with { Request = 0.002m }));
        var texts = string.Join(',', Enumerable.Repeat("\"a\"", documents));

        using var answer = await PostAsync(house, "rerank", new StringContent($$"""{"model":"fast","query":"q","documents":[{{texts}}]}""", Encoding.UTF8, "application/json"));

        await AssertAsync(house, (answer, status), provider, 4_000_000);
    }

    private static Task<HttpResponseMessage> PostAsync(SidecarHouse house, string path, HttpContent content) => house.Agent.PostAsync(new Uri("/openai/v1/" + path, UriKind.Relative), content);

    private static async Task AssertAsync(SidecarHouse house, (HttpResponseMessage Answer, HttpStatusCode Status) call, Upstream provider, long used)
    {
        Assert.True(call.Status == call.Answer.StatusCode, await call.Answer.Content.ReadAsStringAsync());
        await house.WhenQuietAsync();
        var passes = call.Status == HttpStatusCode.OK;
        Assert.Equal((passes ? 1 : 0, passes ? used : 0, 0), (provider.Calls.Count, house.Limits.Count(LimitUnit.Usd).Used, house.Limits.Count(LimitUnit.Usd).Reserved));
    }

    private static Snapshot Limited(Upstream provider, long nanos, Func<PriceRule, PriceRule> price) =>
        GivenLimits.Fast(GivenLimits.Priced(provider.BaseUrl, 0m, 0m, price), GivenLimits.Rule(LimitUnit.Usd, nanos));
}
