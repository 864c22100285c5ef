using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>What is asked for? Reads path, method and body, and believes no header about anything else.</summary>
internal sealed class IdentifyStage(BodyReader bodies)
{
    public async ValueTask<Step<Call>> RunAsync(HttpContext http)
    {
        if (CallPaths.Of(CallTarget.Of(http)) is not { } place)
            return new Refusal(RefusalReason.NoSuchPath, $"Nothing is served at this path. Served are: {CallPaths.Served}.");
        if (CheckPlace(place, http.Request.Method) is { } refusal) return refusal;

        if (place.Format is WireFormat.OpenAiForm or WireFormat.OpenAiRealtime)
            return new Refusal(RefusalReason.NoSuchPath, "Forms and realtime are not served.");

        return place.Format is WireFormat.None or WireFormat.Opaque ? CallAt(place, null) : await ReadAsync(http, place);
    }

    private static Refusal? CheckPlace(CallPlace place, string method)
    {
        if (place.Fault is { } fault) return fault;
        if (!CallMethods.Serves(place.Methods, method))
            return new Refusal(RefusalReason.MethodNotAllowed, $"This path is served for {CallMethods.Name(place.Methods)} alone.", CallMethods.Name(place.Methods));
        return place.Model is { } model ? ModelNames.Check(model) : null;
    }

    private async ValueTask<Step<Call>> ReadAsync(HttpContext http, CallPlace place)
    {
        if (!IsPlainJson(http.Request)) return new Refusal(RefusalReason.WrongContentType, "The body must be application/json in UTF-8, without a content encoding.");

        var (body, fault) = await bodies.ReadAsync(http);
        if (body is null) return BodyFaults.RefusalOf(fault);
        if (RequestReader.Read(body, new(place.Format, place.Model, place.Stream)).Stops(out var refusal, out var request))
        {
            body.Dispose();
            return refusal;
        }

        return CallAt(place, request);
    }

    private static Call CallAt(CallPlace place, ModelRequest? request) => new()
    {
        Operation = place.Operation,
        Dialect = place.Dialect,
        Format = place.Format,
        Model = request?.Model ?? place.Model,
        Request = request,
        Below = place.Below,
        Endpoint = place.Endpoint,
        Path = place.Path,
    };

    private static bool IsPlainJson(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        var parameters = end < 0 ? [] : type[(end + 1)..].Trim();
        return (end < 0 ? type : type[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (parameters.IsEmpty || parameters.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase)
                || parameters.Equals("charset=\"utf-8\"", StringComparison.OrdinalIgnoreCase))
            && request.Headers.ContentEncoding.Count == 0;
    }
}
