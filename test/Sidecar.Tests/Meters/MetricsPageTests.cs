using System.Globalization;
using System.Text.RegularExpressions;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Meters;

/// <summary>What is on the page is well-formed, adds up, and cannot be made to grow by an agent.</summary>
public sealed partial class MetricsPageTests
{
    private readonly CallMeters _meters = new(TimeProvider.System);

    [Fact]
    public void Render_SomeCalls_EveryLineIsWellFormedAndBucketsOnlyGrow()
    {
        for (var i = 0; i < 100; i++) _meters.Add(RecordOf("fast", i * 7));

        var page = new MetricsPage(_meters, new(new(TimeProvider.System)), new(), [new("aigateway_snapshot_age_seconds", "Age.", () => 1.5)]).Render();

        Assert.All(page.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
        Assert.Contains("aigateway_snapshot_age_seconds 1.5\n", page);
        Assert.Contains("gen_ai_client_token_usage_sum{gen_ai_token_type=\"input\",gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"fast\"} 34650\n", page);
        var counts = page.Split('\n').Where(line => line.StartsWith("gen_ai_client_token_usage_bucket{gen_ai_token_type=\"input\"", StringComparison.Ordinal))
            .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(100, counts[^1]);
    }

    [Fact]
    public void Observe_OnABound_CountsBelowIt()
    {
        var histogram = Histogram.OfTokens();

        histogram.Observe(4);
        histogram.Observe(5);
        histogram.Observe(long.MaxValue / 2);

        Assert.Equal((1, 1, 1), (histogram.CountOf(1), histogram.CountOf(2), histogram.CountOf(histogram.Bounds.Length)));
    }

    [Fact]
    public void Add_ModelsThatOnlyAPrefixKnows_AreOneSeries()
    {
        for (var i = 0; i < 1000; i++) _meters.Add(RecordOf($"gpt-{i}", 1));

        var series = Assert.Single(_meters.Series);
        Assert.Equal("other", series.Key.Model);
    }

    [Fact]
    public void Add_NamesComeAndGoWithTheRules_SeriesAreBounded()
    {
        for (var i = 0; i < 5000; i++) _meters.Add(RecordOf($"m{i}", 1, spelled: true));

        Assert.InRange(_meters.Series.Count(), 400, 510);
    }

    private static CallRecord RecordOf(string model, long input, bool spelled = false)
    {
        var target = Given.Target(new("http://127.0.0.1:1"));
        var call = new Call { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = model };
        Permit.From(call, Decision.Allow("shop/base", model, null)).Stops(out _, out var permit);
        Plan.From(permit!, Given.Route(spelled ? [model] : ["fast", "gpt-*"], target)).Stops(out _, out var plan);
        var record = new CallRecord("c", DateTimeOffset.UnixEpoch, 0) { Call = call, Permit = permit, Plan = plan, Status = 200, EndedAt = input * 1_000_000 };
        record.Reply.Try(target);
        record.Reply.Usage = new(input, 1, UsageSource.Reported);
        return record;
    }

    [GeneratedRegex("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? -?[0-9.E+-]+)$", RegexOptions.None, 1000)]
    private static partial Regex Line();
}
