using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>A MutatingWebhookConfiguration, as far as its CA bundles: everything else in it is its author's. Written by server-side apply alone.</summary>
public sealed record WebhookConfiguration : KubernetesObject
{
    public ImmutableArray<Webhook> Webhooks { get => field.IsDefault ? [] : field; init; }
}
