using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Stages.Mcp;
using AiGateway.Sidecar.Stages.Unread;

namespace AiGateway.Sidecar.Stages;

/// <summary>What is asked for? Reads path, method and body, and believes no header about anything else.</summary>
internal sealed class IdentifyStage(BodyReader bodies, FormReader forms, McpIdentify tools)
{
    public async ValueTask<Step<Call>> RunAsync(HttpContext http)
    {
        if (CallPaths.Of(CallTarget.Of(http)) is not { } place)
            return new Refusal(RefusalReason.NoSuchPath, $"Nothing is served at this path. Served are: {CallPaths.Served}.");
        if ((place.Dialect == Dialect.Mcp ? McpOrigin.Check(http.Request.Headers) : null) is { } stranger) return stranger;
        if (CheckPlace(place, http.Request.Method) is { } refusal) return refusal;

        return place.Format switch
        {
            WireFormat.None or WireFormat.Opaque => CallAt(place, null, method: http.Request.Method),
            WireFormat.OpenAiRealtime => ReadQuery(http, place),
            WireFormat.OpenAiForm => await ReadFormAsync(http, place),
            WireFormat.Mcp => await tools.RunAsync(http, place),
            _ => await ReadAsync(http, place),
        };
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
        if (!PlainJson.Is(http.Request)) return new Refusal(RefusalReason.WrongContentType, "The body must be application/json in UTF-8, without a content encoding.");

        var (body, fault) = await bodies.ReadAsync(http);
        if (body is null) return BodyFaults.RefusalOf(fault);
        if (RequestReader.Read(body, new(place.Format, place.Model, place.Stream)).Stops(out var refusal, out var request))
        {
            body.Dispose();
            return refusal;
        }

        return CallAt(place, request);
    }

    /// <summary>A session names its model in the query: once, or two readers could take another.</summary>
    private static Step<Call> ReadQuery(HttpContext http, CallPlace place)
    {
        var named = http.Request.Query.Where(pair => pair.Key.Equals("model", StringComparison.OrdinalIgnoreCase) || pair.Key.Equals("deployment", StringComparison.OrdinalIgnoreCase)).ToList();
        if (named is not [{ Value: [{ } model] }]) return ModelNames.Invalid("must stand in the query, once");
        return ModelNames.Check(model) is { } refusal ? refusal : CallAt(place with { Model = model }, null);
    }

    private async ValueTask<Step<Call>> ReadFormAsync(HttpContext http, CallPlace place)
    {
        if ((await forms.ReadAsync(http, place.Model, countsChoices: place.Operation == Operation.Image)).Stops(out var refusal, out var form)) return refusal;
        return CallAt(place with { Model = form.Scanner.Model ?? place.Model }, null, form);
    }

    private static Call CallAt(CallPlace place, ModelRequest? request, FormRequest? form = null, string? method = null) => new()
    {
        Operation = place.Operation,
        Dialect = place.Dialect,
        Format = place.Format,
        Model = request?.Model ?? place.Model,
        Request = request,
        Form = form,
        Below = place.Below,
        Endpoint = place.Endpoint,
        Path = place.Path,
        Method = method ?? HttpMethods.Post,
    };
}
