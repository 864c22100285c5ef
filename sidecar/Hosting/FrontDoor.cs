using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Pipeline;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Every request comes in here, and the port it came by says where it goes. On the API port the Host must be this machine's own: a web page
/// whose name was rebound to loopback must not call models (421, RFC 9110, section 15.5.20). Headers are bounded (431, RFC 6585). What comes over a connection whose TLS ended here goes by the
/// host that was judged, whatever port it came by.
/// </summary>
internal sealed class FrontDoor(CallPipeline calls, PlainProxy plain, HealthPages health, SnapshotMetrics metrics, SnapshotHolder snapshots)
{
    public const int MaxHeaders = 100;
    public const int MaxHeaderChars = 32 * 1024;

    private const string RefusalType = "invalid_request_error";

    public Task InvokeAsync(HttpContext http) => http.Features.Get<JudgedConnection>() is { IsTls: true } judged ? AdmitAsync(http, judged) : http.Features.Get<ListenerFeature>()?.Listener switch
    {
        Listener.Api => AdmitAsync(http),
        Listener.Health => health.WriteAsync(http),
        Listener.Metrics => metrics.WriteAsync(http),
        Listener.Transparent when IsPlain(http) => GoOutAsync(http),
        _ => RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, "wrong_host", "Nothing is served here."),
    };

    private Task AdmitAsync(HttpContext http)
    {
        if (IsPlain(http) || (PlainTarget.IsForProxy(http) && !IsOurs(http.Request.Host, http.Connection.LocalPort))) return GoOutAsync(http);
        if (!IsOurs(http.Request.Host, http.Connection.LocalPort))
            return RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, "wrong_host", "This port serves 127.0.0.1, localhost and [::1] alone.");
        return HasTooMuch(http.Request.Headers) ? RefuseTooMuchAsync(http) : calls.InvokeAsync(http);
    }

    private Task AdmitAsync(HttpContext http, JudgedConnection judged)
    {
        var refusal = HostRoutes.Apply(http, judged, snapshots.Current);
        return HasTooMuch(http.Request.Headers) ? RefuseTooMuchAsync(http) : calls.InvokeAsync(http, refusal);
    }

    private static Task RefuseTooMuchAsync(HttpContext http) => RefuseAsync(http, StatusCodes.Status431RequestHeaderFieldsTooLarge, "headers_too_large",
        $"The request has more than {MaxHeaders} headers, or more than {MaxHeaderChars} characters in them.");

    /// <summary>A request for the outside that came without TLS: of a host that is intercepted it is judged as any call is.</summary>
    private Task GoOutAsync(HttpContext http) => HasTooMuch(http.Request.Headers) ? RefuseTooMuchAsync(http) : plain.InvokeAsync(http, AdmitAsync);

    private static bool IsPlain(HttpContext http) => http.Features.Get<JudgedConnection>() is { IsTls: false };

    private static bool IsOurs(HostString host, int port)
    {
        var text = host.Value.AsSpan();
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text[(colon + 1)..], out var named) || named != port) return false;
        var name = text[..colon];
        return name is "127.0.0.1" or "[::1]" || name.Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasTooMuch(IHeaderDictionary headers)
    {
        if (headers.Count > MaxHeaders) return true;
        var chars = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values) chars += name.Length + (value?.Length ?? 0);
        }

        return chars > MaxHeaderChars;
    }

    /// <summary>On the paths of tool servers the words are MCP's, which has 403 for a call from another site (MCP 2026-07-28, Streamable HTTP, security).</summary>
    private static async Task RefuseAsync(HttpContext http, int status, string code, string message)
    {
        var isMcp = CallPaths.DialectOf(http.Request.Path) == Dialect.Mcp;
        if (isMcp && status == StatusCodes.Status421MisdirectedRequest) status = StatusCodes.Status403Forbidden;
        var body = isMcp ? McpErrors.Body(status, code, message) : OpenAiErrors.Body(RefusalType, code, message, param: null);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        if (HttpProtocol.IsHttp11(http.Request.Protocol)) http.Response.Headers.Connection = "close";
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
