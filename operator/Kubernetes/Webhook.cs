namespace AiGateway.Operator.Kubernetes;

/// <summary>One entry of a webhook configuration: its name and whom it trusts.</summary>
public sealed record Webhook
{
    public string Name { get => field ?? ""; init; }

    public WebhookClientConfig? ClientConfig { get; init; }
}
