using System.Net;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Many calls and large ones: bounded memory and concurrency, a clear 429, all of it given back.</summary>
public sealed class FloodTests
{
    [Fact]
    public async Task Chat_FiftyBodiesOverTheBudget_SomeAre429AndTheOthersAreRight()
    {
        var gate = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            await gate.Task;
            await Upstream.JsonAsync(http, "{}");
        });
        await using var house = await SidecarHouse.OpenAsync(
            Given.Fast(Given.Target(provider.BaseUrl)), options => options with { ByteBudget = 4 * 1024 * 1024, MaxBody = 1024 * 1024 });

        var calls = Enumerable.Range(0, 50).Select(n => house.ChatAsync(BodyOf(n))).ToList();
        var open = calls.ToList();
        for (var refused = 0; refused < 30; refused++)
        {
            var call = await Task.WhenAny(open);
            Assert.Equal("bytes_exhausted", (await SidecarHouse.ErrorOfAsync(await call)).Code);
            Assert.True(house.Blocks.UsedBytes <= 4 * 1024 * 1024);
            open.Remove(call);
        }

        gate.SetResult();
        var answers = await Task.WhenAll(calls);

        var passed = Enumerable.Range(0, 50).Where(n => answers[n].StatusCode == HttpStatusCode.OK).ToList();
        Assert.InRange(passed.Count, 1, 20);
        Assert.Equal(50 - passed.Count, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is not null));
        Assert.Equal(passed.Select(BodyOf).Order(StringComparer.Ordinal), provider.Calls.Select(call => call.Text).Order(StringComparer.Ordinal));
        await house.WhenQuietAsync();
        Assert.Equal(HttpStatusCode.OK, (await house.ChatAsync("""{"model":"fast"}""")).StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_BudgetSpentByRequests_TheirAnswersStillCome(bool stream)
    {
        var gate = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            await gate.Task;
            if (!stream)
            {
                await Upstream.JsonAsync(http, $"{{\"x\":\"{new string('x', 20_000)}\"}}");
                return;
            }

            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, new string('x', 20_000));
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)), options => options with { ByteBudget = 8 * 32 * 1024 });

        var calls = Enumerable.Range(0, 8).Select(_ => house.ChatAsync("""{"model":"fast"}""")).ToList();
        await Eventually.HoldsAsync(() => provider.Calls.Count == 8, "all eight are at the provider");
        gate.SetResult();

        foreach (var call in calls) Assert.Equal(20_008, (await (await call).Content.ReadAsStringAsync()).Length);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Chat_MoreThanTheSlots_Is429AndTheSlotsComeBack()
    {
        var gate = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            await gate.Task;
            await Upstream.JsonAsync(http, "{}");
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)), options => options with { MaxConcurrentCalls = 3 });

        var calls = Enumerable.Range(0, 8).Select(_ => house.ChatAsync("""{"model":"fast"}""")).ToList();
        for (var refused = 0; refused < 5; refused++)
        {
            var call = await Task.WhenAny(calls);
            Assert.Equal("too_many_calls", (await SidecarHouse.ErrorOfAsync(await call)).Code);
            calls.Remove(call);
        }

        gate.SetResult();
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await house.ChatAsync("""{"model":"fast"}""")).StatusCode);
    }

    [Fact]
    public async Task Chat_ManyCalls_EachHasExactlyOneRecordAndIsCounted()
    {
        await using var provider = await Upstream.OfJsonAsync("""{"usage":{"prompt_tokens":2,"completion_tokens":3}}""");
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => house.ChatAsync(n % 4 == 0 ? """{"model":"other"}""" : """{"model":"fast"}""")));

        var lines = await house.Records.LinesAsync(200);
        Assert.Equal(200, lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("call").GetString()).Distinct().Count());
        var totals = house.Totals.ToReport("e", 1);
        Assert.Equal((200, 50, 300, 450), (totals.Calls, totals.Denied, totals.InputTokens, totals.OutputTokens));
        Assert.Contains("aigateway_calls_total{decision=\"denied\",reason=\"model_not_allowed\"} 50\n", house.Metrics);
        Assert.Contains("gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"fast\"} 150\n", house.Metrics);
        Assert.Contains("gen_ai_client_token_usage_sum{gen_ai_token_type=\"output\",gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"fast\"} 450\n", house.Metrics);
    }

    private static string BodyOf(int n) =>
        new StringBuilder("{\"model\":\"fast\",\"n\":").Append(n).Append(",\"text\":\"").Append((char)('a' + (n % 26)), 200_000).Append("\"}").ToString();
}
