using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Fakes.OpenAi;
using AiGateway.Fakes.Paths;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes;

/// <summary>The paths, the key, the record of what arrived.</summary>
internal sealed class ProviderEndpoint(FakeProviderOptions options, SeenCalls seen)
{
    private readonly Routes _routes = new(options);

    public async Task HandleAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path.StartsWith("/_", StringComparison.Ordinal) && IsAdminPort(http))
        {
            await AdminEndpoint.HandleAsync(http, seen);
            return;
        }

        var call = Begin(http);
        try
        {
            call.Body = await ReadBodyAsync(http);
            await AnswerAsync(http, call.Body);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException)
        {
            if (http.RequestAborted.IsCancellationRequested) seen.MarkCancelled(call);
        }
        finally
        {
            call.Status = http.Response.HasStarted ? http.Response.StatusCode : 0;
            call.Ended = true;
        }
    }

    private bool IsAdminPort(HttpContext http) =>
        options.AdminListen is null || !http.Request.IsHttps && http.Connection.LocalPort != options.Listen.Port;

    private SeenCall Begin(HttpContext http)
    {
        var call = new SeenCall
        {
            Method = http.Request.Method,
            Path = http.Request.Path + http.Request.QueryString,
            HttpVersion = http.Request.Protocol,
            Headers = options.Remember == 0
                ? ImmutableDictionary<string, string>.Empty
                : http.Request.Headers.ToImmutableDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        seen.Add(call);
        return call;
    }

    private async Task AnswerAsync(HttpContext http, byte[] body)
    {
        http.Response.Headers["x-request-id"] = http.Response.Headers["request-id"] = http.Response.Headers["x-amzn-RequestId"] = $"req_{Guid.NewGuid():N}";
        http.Response.Headers["openai-version"] = "2020-10-01";
        var route = _routes.Find(http.Request) ?? new PathRoute(KeyStyle.Bearer, new ChatDialect(Flavour.Compatible), NowhereAsync);
        try
        {
            if (KeyCheck.Fault(http, body, route.Key, options.Keys) is { } fault) await route.Dialect.RefuseAsync(http, fault);
            else await ServeAsync(http, body, route);
        }
        catch (JsonException) when (!http.Response.HasStarted)
        {
            await route.Dialect.RefuseAsync(http, new(FaultKind.Invalid, "We could not parse the JSON body of your request."));
        }
        catch (FaultException refused) when (!http.Response.HasStarted)
        {
            await route.Dialect.RefuseAsync(http, refused.Fault);
        }
    }

    private Task ServeAsync(HttpContext http, byte[] body, PathRoute route)
    {
        route.Check?.Invoke(http.Request);
        return route.Serve is { } serve ? serve(http, body) : Player.PlayAsync(http, body, route.Dialect, options.Models);
    }

    private static Task NowhereAsync(HttpContext http, byte[] body) =>
        throw new FaultException(new Fault(FaultKind.UnknownPath, $"Invalid URL ({http.Request.Method} {http.Request.Path})"));

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is 0 || HttpMethods.IsGet(http.Request.Method)) return [];

        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }
}
