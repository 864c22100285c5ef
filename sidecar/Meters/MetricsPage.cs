using System.Text;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Meters;

/// <summary>
/// The metrics in Prometheus' text format 0.0.4, with the names of OpenTelemetry's GenAI conventions where they have one, and
/// <c>aigateway_</c> before the others.
/// </summary>
internal sealed class MetricsPage(CallMeters meters, McpMeters tools, EgressMeters egress, IEnumerable<Gauge> gauges, IEnumerable<Counters>? totals = null)
{
    /// <summary>Answers a request for the page.</summary>
    public Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return http.Response.WriteAsync(Render(), http.RequestAborted);
    }

    /// <summary>The page.</summary>
    public string Render()
    {
        var page = new Exposition();
        page.Begin("aigateway_calls_total", "counter", "Calls that ended, by what was decided and why.");
        foreach (var ((decision, reason), count) in meters.Calls)
            page.Sample("aigateway_calls_total", $"decision=\"{decision}\",reason=\"{reason}\"", count.Value);

        page.Begin("aigateway_mcp_messages_total", "counter", "Messages to tool servers, by what was decided of their call and why.");
        foreach (var (key, count) in tools.Messages) page.Sample("aigateway_mcp_messages_total", Labels(key), count.Value);

        Egress(page);
        foreach (var total in totals ?? [])
        {
            page.Begin(total.Name, "counter", total.Help);
            foreach (var (labels, value) in total.Read()) page.Sample(total.Name, labels, value);
        }

        foreach (var gauge in gauges)
        {
            page.Begin(gauge.Name, "gauge", gauge.Help);
            page.Sample(gauge.Name, "", gauge.Read());
        }

        Histograms(page, "gen_ai_client_operation_duration_seconds", "Duration of calls.", series => [("", series.Duration)]);
        Histograms(page, "gen_ai_server_time_to_first_token_seconds", "Time to the first byte of the answer.", series => [("", series.FirstByte)]);
        Histograms(page, "gen_ai_client_token_usage", "Tokens of calls.",
            series => [("gen_ai_token_type=\"input\",", series.InputTokens), ("gen_ai_token_type=\"output\",", series.OutputTokens)]);
        return page.ToString();
    }

    private void Egress(Exposition page)
    {
        page.Begin("aigateway_egress_connections_total", "counter", "Connections to the outside that ended, by what became of them, why, and the door they came by.");
        foreach (var ((action, reason, via), count) in egress.Connections)
            page.Sample("aigateway_egress_connections_total", $"action=\"{EgressWords.Of(action)}\",reason=\"{EgressWords.Of(reason)}\",via=\"{EgressWords.Of(via)}\"", count.Value);

        page.Begin("aigateway_egress_bytes_total", "counter", "Bytes of connections to the outside that ended, from agents (in) and to them (out).");
        page.Sample("aigateway_egress_bytes_total", "direction=\"in\"", egress.BytesIn.Value);
        page.Sample("aigateway_egress_bytes_total", "direction=\"out\"", egress.BytesOut.Value);
    }

    private void Histograms(Exposition page, string name, string help, Func<CallSeries, (string Label, Histogram Histogram)[]> select)
    {
        page.Begin(name, "histogram", help);
        foreach (var (key, series) in meters.Series)
        {
            foreach (var (label, histogram) in select(series)) page.Histogram(name, label + Labels(key), histogram);
        }
    }

    private static string Labels(McpSeriesKey key) =>
        $"server=\"{Exposition.Escape(key.Server)}\",method=\"{Exposition.Escape(key.Method)}\",tool=\"{Exposition.Escape(key.Tool)}\",decision=\"{key.Decision}\",reason=\"{key.Reason}\"";

    private static string Labels(SeriesKey key)
    {
        var labels = new StringBuilder("gen_ai_operation_name=\"").Append(key.Operation).Append('"');
        if (key.Provider.Length > 0) labels.Append(",gen_ai_provider_name=\"").Append(Exposition.Escape(key.Provider)).Append('"');
        if (key.Model.Length > 0) labels.Append(",gen_ai_request_model=\"").Append(Exposition.Escape(key.Model)).Append('"');
        if (key.Error.Length > 0) labels.Append(",error_type=\"").Append(key.Error).Append('"');
        return labels.ToString();
    }
}
