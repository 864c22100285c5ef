using System.Diagnostics;
using System.Globalization;
using System.Text;
using AiGateway.Budget.Tests.Fleet;
using AiGateway.Budget.Tests.Provider;

namespace AiGateway.Budget.Tests;

/// <summary>One annotation stops a hundred agents in mid-stream: from the write at a real API server, over three operators, to the last byte that each agent reads.</summary>
public sealed class SuspensionTests(ApiServerFixture server, ITestOutputHelper output)
{
    private const int Sidecars = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Namespace_Suspended_EndsEveryOpenStreamWithTheReason()
    {
        var random = new Random(7);
        await using var provider = new BookProvider([.. Enumerable.Range(0, Sidecars).Select(id => Script.Draw(random, id) with { Streams = true, IsKilled = true })]);
        await provider.StartAsync();
        await using var fleet = new SidecarFleet(server, Sidecars);
        await fleet.StartAsync(provider.BaseUrl, "1000", maxOvershootPercent: 100);
        provider.Hold();
        using var http = new HttpClient();
        var streams = fleet.Units.Select((unit, number) => ReadAsync(http, unit, number)).ToList();
        await fleet.Team.UntilAsync(() => Task.FromResult(provider.Open == Sidecars), "every agent has an open stream");

        var written = Stopwatch.GetTimestamp();
        await fleet.SuspendAsync();
        var ends = await Task.WhenAll(streams);

        Assert.All(ends, end => Assert.Contains("agent_suspended", end.Text, StringComparison.Ordinal));
        Assert.All(ends, end => Assert.Contains("they all went mad", end.Text, StringComparison.Ordinal));
        var took = ends.Select(end => Stopwatch.GetElapsedTime(written, end.At).TotalMilliseconds).Order().ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from the write to the last byte of {Sidecars} open streams: p50 {took[Sidecars / 2]:F0} ms, p99 {took[Sidecars * 99 / 100 - 1]:F0} ms, last {took[^1]:F0} ms"));
    }

    /// <summary>What the agent reads to the end of its stream, and when that was.</summary>
    private static async Task<(string Text, long At)> ReadAsync(HttpClient http, SidecarUnit unit, int number)
    {
        var body = $$"""{"model":"book","stream":true,"max_tokens":200,"messages":[{"role":"user","content":"{{BookProvider.Mark}}{{number}}."}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(unit.Api, "/openai/v1/chat/completions")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (text, Stopwatch.GetTimestamp());
    }
}
