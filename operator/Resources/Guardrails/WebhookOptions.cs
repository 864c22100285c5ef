using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>A service of yours that judges texts; docs/guardrails-webhook.md has its request and answer.</summary>
[CelRule("!has(self.tls) || !self.url.startsWith('http://')", RuleMessages.WebhookTlsNeedsHttps)]
[CelRule("!has(self.clientCertificate) || !self.url.startsWith('http://')", RuleMessages.WebhookCertificateNeedsHttps)]
public sealed record WebhookOptions
{
    /// <summary>What is called, as it stands, by POST. A Secret that is used for it must name its host in the annotation aigateway.dev/allowed-hosts.</summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public required string Url { get; init; }

    /// <summary>How the sidecar authenticates there. Defaults to not at all.</summary>
    public WebhookAuth? Auth { get; init; }

    /// <summary>The certificate that the sidecar shows to the service (mTLS).</summary>
    public WebhookCertificate? ClientCertificate { get; init; }

    /// <summary>How the service's certificate is checked, where the system's roots and the URL's host do not do.</summary>
    public ProviderTls? Tls { get; init; }

    /// <summary>How long a verdict is waited for, from 1ms to 60s. Defaults to 2s.</summary>
    [Schema(MinLength = 2, MaxLength = 32, Pattern = Patterns.Duration)]
    public string? Timeout { get; init; }

    /// <summary>How many bytes of text are sent for one verdict; more is a failure. Defaults to 262144.</summary>
    [Schema(Minimum = 1, Maximum = 1048576)]
    public int? MaxBytes { get; init; }

    /// <summary>Before judges a request before it goes to the provider; Beside at the same time, and holds the answer back until the verdict is there. Defaults to Before.</summary>
    public CallTiming? Timing { get; init; }
}
