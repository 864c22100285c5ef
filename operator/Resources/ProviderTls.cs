using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>How the provider's certificate is checked.</summary>
[CelRule("has(self.caBundle) || has(self.serverName)", RuleMessages.TlsEmpty)]
public sealed record ProviderTls
{
    /// <summary>PEM certificates to trust instead of the system's roots; at most 64 KiB.</summary>
    [Schema(MinLength = 1, MaxLength = 65536)]
    public string? CaBundle { get; init; }

    /// <summary>The name to ask for and to check, where it is not the URL's host.</summary>
    [Schema(MinLength = 1, MaxLength = 253, Pattern = Patterns.HostName)]
    public string? ServerName { get; init; }
}
