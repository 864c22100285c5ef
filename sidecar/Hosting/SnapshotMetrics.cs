using AiGateway.Contracts;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Redirects;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary><c>/metrics</c>, and nothing else: what the calls were, how the rules stand, and how far the agent is held.</summary>
internal sealed class SnapshotMetrics(MetricsPage calls, SnapshotKeeper keeper, EnforcementBoard enforcement)
{
    public Task WriteAsync(HttpContext http)
    {
        if (http.Request.Path.Value != "/metrics")
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return http.Response.WriteAsync(calls.Render() + Render(keeper.Facts) + Render(enforcement.Read().Level), http.RequestAborted);
    }

    private static string Render(SnapshotFacts facts)
    {
        var page = new Exposition();
        page.Begin("aigateway_bundle_info", "gauge", "The bundle that was last accepted; 0 while it is out of force.");
        if (facts.Revision is { } revision) page.Sample("aigateway_bundle_info", $"revision=\"{revision}\"", facts.Usable ? 1 : 0);
        page.Begin("aigateway_bundle_age_seconds", "gauge", "Since the bundle came into force.");
        page.Sample("aigateway_bundle_age_seconds", "", facts.Age.TotalSeconds);
        page.Begin("aigateway_operator_connected", "gauge", "Whether the stream to the operator is open.");
        page.Sample("aigateway_operator_connected", "", facts.Connected ? 1 : 0);
        page.Begin("aigateway_last_contact_seconds", "gauge", "Since the operator was last heard; absent where it never was.");
        if (facts.SinceContact is { } since) page.Sample("aigateway_last_contact_seconds", "", since.TotalSeconds);
        return page.ToString();
    }

    private static string Render(EnforcementLevel level)
    {
        var page = new Exposition();
        page.Begin("aigateway_enforcement_level", "gauge", "How far the agent is held, as it was measured: 1 at the level.");
        foreach (var one in (ReadOnlySpan<EnforcementLevel>)[EnforcementLevel.Cooperative, EnforcementLevel.Redirected])
            page.Sample("aigateway_enforcement_level", $"level=\"{one}\"", one == level ? 1 : 0);
        return page.ToString();
    }
}
