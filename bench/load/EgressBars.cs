using System.Globalization;

namespace AiGateway.Load;

/// <summary>What the redirect is to reach, against the rows of one run.</summary>
internal sealed class EgressBars(Row[] rows)
{
    public IEnumerable<Bar> All =>
    [
        Added("added p50, a request over a kept connection, rule on addresses", "request"),
        Added("added p50, a request over a kept TLS connection, rule on a name", "request-tls"),
        Ratio("bytes/s of nginx's stream proxy, to the agent, 1 tunnel", "down", 1),
        Ratio("bytes/s of nginx's stream proxy, from the agent, 1 tunnel", "up", 1),
        Ratio("bytes/s of nginx's stream proxy, to the agent, 8 tunnels", "down", 8),
        Ratio("bytes/s of nginx's stream proxy, from the agent, 8 tunnels", "up", 8),
        Idle("RSS idle in a redirected pod, MB", 22),
    ];

    private Bar Added(string what, string scenario)
    {
        var added = Find("sidecar", scenario, 1)?.P50Us - Find("direct", scenario, 1)?.P50Us;
        return new(what, "<= 50 us", $"{Text(added)} us", added is { } value ? value <= 50 : null);
    }

    private Bar Ratio(string what, string scenario, int connections)
    {
        var ratio = Find("sidecar", scenario, connections)?.MbPerSecond / Find("nginx", scenario, connections)?.MbPerSecond;
        return new(what, ">= 0.5 x", $"{Text(ratio)} x", ratio is { } value ? value >= 0.5 : null);
    }

    private Bar Idle(string what, double most)
    {
        var measured = Find("sidecar", "idle", 0)?.RssMb;
        return new(what, $"<= {Text(most)}", Text(measured), measured is { } value ? value <= most : null);
    }

    private Row? Find(string subject, string scenario, int connections) =>
        rows.FirstOrDefault(row => row.Subject == subject && row.Scenario == scenario && row.Connections == connections);

    private static string Text(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "not measured";
}
