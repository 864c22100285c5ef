using AiGateway.Operator.Certificates;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Reconcile;

/// <summary>Alive while the process answers; ready once everything was read and compiled and the certificates are there.</summary>
internal sealed class HealthEndpoint(IInventorySource source, CompileLoop loop, CertificateHolder certificates, MetricsPage metrics)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", http => http.Response.WriteAsync("ok\n", http.RequestAborted));
        routes.MapGet("/readyz", ReadyAsync);
        routes.MapGet("/metrics", MetricsAsync);
    }

    private Task ReadyAsync(HttpContext http)
    {
        var missing = Missing();
        if (missing is not null) http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return http.Response.WriteAsync((missing ?? "ok") + "\n", http.RequestAborted);
    }

    private string? Missing() =>
        !source.HasSynced ? "the inventory has not been read yet"
        : loop.Latest is null ? "nothing has been compiled yet"
        : certificates.Current is null ? "there is no certificate yet"
        : null;

    private Task MetricsAsync(HttpContext http)
    {
        http.Response.ContentType = "text/plain; version=0.0.4";
        return http.Response.WriteAsync(metrics.Write(), http.RequestAborted);
    }
}
