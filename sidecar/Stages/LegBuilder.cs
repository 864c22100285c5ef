using System.Net.Http.Headers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Makes the request for one target: the agent's bytes with the target's model in place, or the same in the target's own words, the allowed headers, and the real key. The only
/// place in the call path where a key is revealed.
/// </summary>
internal sealed class LegBuilder(BlockPool pool, TimeProvider clock)
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    /// <summary>The request, or why this target cannot take the call; another may.</summary>
    public Step<Leg> Build(Sending sending, Target target)
    {
        var provider = target.Provider;
        if (provider.KeyExpiresAt <= clock.GetUtcNow())
            return new Refusal(RefusalReason.ProviderUnauthorized, $"The key of '{provider.Name}' has ended and was not renewed.");
        if (ProviderSurfaces.Of(provider) is not { } surface)
            return new Refusal(RefusalReason.NotServed, $"This gateway does not speak the dialect of '{provider.Name}'.");
        var model = target.Model ?? sending.Call.Model!;
        var format = surface.Serve(sending.Call.Format, model, provider);
        if (format == WireFormat.None)
            return new Refusal(RefusalReason.NotServed, $"The provider '{provider.Name}' serves no call of this kind, and it cannot be translated.");
        var call = new SurfaceCall(provider, format, model, sending.Request.Stream) { Below = sending.Call.Below };
        if (!Passes(sending.Call.Format, format) || NamesModelAgain(format, sending.Call.Model!, model)) return Translate(sending, target, surface, call);
        return ForeignSeals.AreIn(sending.Request.Body.Bytes) && Clean(sending, target, surface, call) is { } cleaned ? cleaned : Pass(sending, target, surface, call);
    }

    /// <summary>These name the model of the path again in their body, deeper than an edit reaches: under another name they are written anew.</summary>
    private static bool NamesModelAgain(WireFormat format, string asked, string model) =>
        format is WireFormat.GeminiCount or WireFormat.GeminiEmbed or WireFormat.GeminiBatchEmbed && asked != model;

    /// <summary>Vertex takes Anthropic's body but for one member.</summary>
    private static bool Passes(WireFormat asked, WireFormat sent) =>
        asked == sent || (asked == WireFormat.AnthropicMessages && sent == WireFormat.VertexMessages);

    /// <summary>A request that holds another maker's signatures, written anew without them; null where anything else would get lost by that, and it goes as it is.</summary>
    private Leg? Clean(Sending sending, Target target, ProviderSurface surface, in SurfaceCall call) =>
        !sending.Route.OmitUntranslatable && call.Format == sending.Call.Format && !Translate(sending, target, surface, call).Stops(out _, out var leg) ? leg : null;

    private Step<Leg> Pass(Sending sending, Target target, ProviderSurface surface, in SurfaceCall call)
    {
        var request = sending.Request;
        var edits = ParameterEdits.Compute(request.Body.Bytes, target.Parameters, NativeEdits.Of(request, target, surface, call));
        return new Leg
        {
            Target = target,
            Format = call.Format,
            Request = Make(sending, surface, call, (request.Body, edits, false)),
        };
    }

    private Step<Leg> Translate(Sending sending, Target target, ProviderSurface surface, in SurfaceCall call)
    {
        if (sending.Translate().Stops(out var refusal, out var translation)) return refusal;
        if (!translation.CanWrite(call.Format))
            return new Refusal(RefusalReason.NotServed, $"The provider '{target.Provider.Name}' serves no call of this kind, and it cannot be translated.");
        var losses = new Losses();
        if (Write(translation, call, losses).Stops(out refusal, out var body)) return refusal;
        if (losses.Paths.Count > 0 && !sending.Route.OmitUntranslatable)
        {
            body.Dispose();
            return RefuseLosses(target, losses);
        }

        return new Leg
        {
            Target = target,
            Format = call.Format,
            Translation = translation,
            Omitted = [.. losses.Paths, .. losses.Notes],
            Made = body,
            Request = Make(sending, surface, call, (body, ParameterEdits.Compute(body.Bytes, target.Parameters, []), true)),
        };
    }

    private Step<Body> Write(Translation translation, in SurfaceCall call, Losses losses)
    {
        using var bytes = new PooledBytes();
        try
        {
            using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
            translation.WriteRequest(call, json, losses);
        }
        catch (Exception broken) when (Untrusted.IsGarbage(broken))
        {
            return Translation.Broken;
        }

        var body = new Body(pool);
        if (body.TryAppend(bytes.Written.Span)) return body;
        body.Dispose();
        return new Refusal(RefusalReason.BytesExhausted, "The bodies of the calls under way fill this gateway's memory.");
    }

    private static Refusal RefuseLosses(Target target, Losses losses) => new(
        RefusalReason.Untranslatable,
        $"The target '{target.Provider.Name}' cannot express {string.Join(", ", losses.Paths.Take(8).Select(path => $"'{path}'"))}: leave it out, or set onUntranslatable: Omit in the ModelRoute.",
        losses.Paths[0]);

    private HttpRequestMessage Make(Sending sending, ProviderSurface surface, in SurfaceCall call, (Body Body, BodyEdit[] Edits, bool Translated) content)
    {
        var provider = call.Provider;
        var request = new HttpRequestMessage(HttpMethod.Post, provider.UrlOf(surface.PathOf(call))) { Content = new EditedContent(content.Body, content.Edits) };
        request.Content.Headers.ContentType = s_json;
        CallHeaders.Copy(sending.Http.Request.Headers, request.Headers, sending.Call.Dialect, content.Translated);
        surface.AddHeaders(call, request.Headers);
        if (AwsSignature.Of(provider) is { } signature) signature.Sign(request, BodyHash.HashOf(content.Body, content.Edits), clock.GetUtcNow());
        else if (!provider.Unauthenticated) request.Headers.TryAddWithoutValidation(provider.KeyHeader, provider.KeyValue.Reveal());
        return request;
    }
}
