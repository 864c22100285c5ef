using System.Collections.Immutable;
using AiGateway.Fakes.Mcp.Admin;
using AiGateway.Fakes.Mcp.Seen;
using AiGateway.Fakes.Mcp.Transport;

namespace AiGateway.Fakes.Mcp;

/// <summary>What every request passes: the admin paths, and the record of what arrived.</summary>
internal sealed class Front(FakeMcpServerOptions options, McpEndpoint endpoint, AdminEndpoint admin, SeenRequests seen)
{
    public async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path.Value!.StartsWith("/_", StringComparison.Ordinal) && IsAdminPort(http))
        {
            await admin.HandleAsync(http);
            return;
        }
        var request = Begin(http);
        try
        {
            request.Body = await ReadBodyAsync(http);
            await endpoint.HandleAsync(http, request);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // Counted below: a client may also leave without anything being written to it.
        }
        finally
        {
            if (http.RequestAborted.IsCancellationRequested) seen.MarkCancelled(request);
            request.Status = http.Response.HasStarted || !request.Cancelled ? http.Response.StatusCode : 0;
            request.Ended = true;
        }
    }

    private bool IsAdminPort(HttpContext http) =>
        options.AdminListen is null || !http.Request.IsHttps && http.Connection.LocalPort != options.Listen.Port;

    private SeenRequest Begin(HttpContext http)
    {
        var request = new SeenRequest
        {
            HttpMethod = http.Request.Method,
            Path = http.Request.Path + http.Request.QueryString,
            Headers = seen.Keeps
                ? http.Request.Headers.ToImmutableDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
                : ImmutableDictionary<string, string>.Empty,
        };
        seen.Add(request);
        return request;
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is 0 || HttpMethods.IsGet(http.Request.Method)) return [];

        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }
}
