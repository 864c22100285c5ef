using System.Collections.Immutable;

namespace AiGateway.Fakes;

/// <summary>The paths, the key, the record of what arrived.</summary>
internal sealed class ProviderEndpoint(FakeProviderOptions options, SeenCalls seen)
{
    private readonly ChatEndpoint _chat = new(options);

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
            await AnswerAsync(http, path, call.Body);
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

    private async Task AnswerAsync(HttpContext http, string path, byte[] body)
    {
        http.Response.Headers["x-request-id"] = $"req_{Guid.NewGuid():N}";
        http.Response.Headers["openai-version"] = "2020-10-01";
        if (!HasKey(http)) await Answers.ErrorAsync(http, OpenAiError.WrongKey);
        else if (path.EndsWith("/chat/completions", StringComparison.Ordinal) && HttpMethods.IsPost(http.Request.Method)) await _chat.AnswerAsync(http, body);
        else if (path.EndsWith("/models", StringComparison.Ordinal) && HttpMethods.IsGet(http.Request.Method)) await Answers.ModelsAsync(http, options.Models);
        else await Answers.ErrorAsync(http, OpenAiError.UnknownPath(http.Request.Method, path));
    }

    private bool HasKey(HttpContext http) =>
        options.Keys.IsEmpty || options.Keys.Any(key => http.Request.Headers.Authorization == $"Bearer {key}");

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is 0 || HttpMethods.IsGet(http.Request.Method)) return [];

        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.ToArray();
    }
}
