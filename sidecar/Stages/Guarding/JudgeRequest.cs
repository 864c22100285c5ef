using System.Net.Http.Headers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>A question to one target that judges: its own words, its own model's name, the route's parameters, and its key. Nothing of the agent's request but the texts is in it.</summary>
internal sealed record JudgeRequest(CheckFacts Check, ModelRoute Route, Target Target, string Model)
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    /// <summary>The request, with its body written into the one given; null where this target takes no such question.</summary>
    public (HttpRequestMessage Request, WireFormat Format)? Make(Conversation conversation, Body body, TimeProvider clock)
    {
        var provider = Target.Provider;
        if (provider.KeyExpiresAt <= clock.GetUtcNow() || ProviderSurfaces.Of(provider) is not { } surface) return null;
        var format = surface.Serve(WireFormat.OpenAiChat, Model, provider);
        if (ConversationFormats.Of(format) is not { } words || !TryWrite(conversation, words, body)) return null;

        var call = new SurfaceCall(provider, format, Model, Stream: false);
        var edits = ParameterEdits.Compute(body.Bytes, Target.Parameters, []);
        var request = new HttpRequestMessage(HttpMethod.Post, provider.UrlOf(surface.PathOf(call))) { Content = new EditedContent(body, edits) };
        request.Content.Headers.ContentType = s_json;
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        surface.AddHeaders(call, request.Headers);
        if (AwsSignature.Of(provider) is { } signature) signature.Sign(request, BodyHash.HashOf(body, edits), clock.GetUtcNow());
        else GuardPost.AddKey(provider, request);
        return (request, format);
    }

    public GuardUsage UsageOf(Usage usage)
    {
        var cost = CallCosts.Of(Target, Model, usage);
        return new(Check, Target.Provider.Name, Target.Provider.Kind, Model)
        {
            Input = usage.Input,
            Output = usage.Output,
            IsReported = usage.Source == UsageSource.Reported,
            CostNanos = cost.Nanos,
            PricedBy = cost.Source,
            IsCostEstimated = cost.IsEstimated,
        };
    }

    private bool TryWrite(Conversation conversation, ConversationFormat words, Body body)
    {
        (conversation.Model, conversation.ProviderKind) = (Model, Target.Provider.Kind);
        using var bytes = new PooledBytes();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true })) words.WriteRequest(conversation, json, new Losses());
        return body.TryAppend(bytes.Written.Span);
    }
}
