using System.Globalization;

namespace AiGateway.Load;

/// <summary>The numbers that the product is to reach, against the rows of one run.</summary>
internal sealed class Bars(Row[] rows)
{
    public IEnumerable<Bar> All =>
    [
        Added("added p50, json, 1 connection", "json", row => row.P50Us, 40),
        Added("added p99, json, 1 connection", "json", row => row.P99Us, 500),
        Rate("calls/s of nginx, json, 10 connections", "nginx", 0.85),
        Rate("calls/s of the bare YARP forwarder", "yarp", 1.2),
        Rate("calls/s of Portkey's gateway", "portkey", 25),
        Added("added p50, 100 KB request", "json100k", row => row.P50Us, 250),
        Added("added to the first event of a stream", "stream", row => row.FirstTokenUs, 400),
        Added("added to each event, p50", "stream", row => row.P50Us, 80),
        .. Translated("anthropic-to-openai"),
        .. Translated("openai-to-anthropic"),
        Added("added p50, a tool call, 1 connection", "tool-call", row => row.P50Us, 150),
        AtMost("RSS idle, MB", "idle", row => row.RssMb, 22),
        AtMost("RSS after 100,000 calls at 50 connections, MB", "idle-after-calls", row => row.RssMb, 32),
        AtMost("RSS at 50 connections with 200 KB bodies, MB", "idle-after-bodies", row => row.RssMb, 60),
        AtMost("RSS with 100 open streams of a tool server, MB", "open-streams", row => row.RssMb, 32),
        AtMost("RSS with them after 20,000 calls at 50 connections, MB", "open-streams-after-calls", row => row.RssMb, 60),
        AtMost("listening from process start, ms", "listening", row => row.ReadyMs, 30),
        AtMost("ready with its first bundle, ms", "idle", row => row.ReadyMs, 120),
    ];

    /// <summary>Twice what a call may cost that passes as it came.</summary>
    private IEnumerable<Bar> Translated(string way) =>
    [
        Added($"added p50, {way}, 1 KB", $"{way}-1k", row => row.P50Us, 80),
        Added($"added p50, {way}, 100 KB", $"{way}-100k", row => row.P50Us, 500),
        Added($"added to the first event, {way}", $"{way}-stream", row => row.FirstTokenUs, 800),
        Added($"added to each event, {way}", $"{way}-stream", row => row.P50Us, 160),
    ];

    private Bar Added(string what, string scenario, Func<Row, double?> figure, double most)
    {
        var added = Figure("sidecar", scenario, figure) - Figure("direct", scenario, figure);
        return new(what, $"<= {Text(most)} us", $"{Text(added)} us", added is { } value ? value <= most : null);
    }

    private Bar Rate(string what, string peer, double least)
    {
        var ratio = Figure("sidecar", "json", row => row.CallsPerSecond, 10) / Figure(peer, "json", row => row.CallsPerSecond, 10);
        return new(what, $">= {Text(least)} x", $"{Text(ratio)} x", ratio is { } value ? value >= least : null);
    }

    private Bar AtMost(string what, string scenario, Func<Row, double?> figure, double most)
    {
        var measured = rows.FirstOrDefault(row => row.Subject == "sidecar" && row.Scenario == scenario) is { } found ? figure(found) : null;
        return new(what, $"<= {Text(most)}", Text(measured), measured is { } value ? value <= most : null);
    }

    private double? Figure(string subject, string scenario, Func<Row, double?> figure, int connections = 1) =>
        rows.FirstOrDefault(row => row.Subject == subject && row.Scenario == scenario && row.Connections == connections) is { } found ? figure(found) : null;

    private static string Text(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "not measured";
}
