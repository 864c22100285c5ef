using System.Collections.Immutable;
using AiGateway.Contracts.Limits;

namespace AiGateway.Contracts;

/// <summary>An account at a provider: where it is, which hosts its key may go to, and the key.</summary>
public sealed record ProviderRef
{
    /// <summary>The ProviderCredential as <c>namespace/name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's kind in the user's words, as <c>openai</c>; for audit and metrics.</summary>
    public required string Kind { get; init; }

    /// <summary>How the provider is spoken to: one of <see cref="Dialects"/>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Absolute http or https URL without query or fragment; paths are appended to it.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>What the key's Secret opens it for, in the form of <see cref="AllowedHost"/>. The sidecar checks again before each use.</summary>
    public required ImmutableArray<string> AllowedHosts { get; init; }

    /// <summary>The header that carries the key, as <c>Authorization</c>.</summary>
    public required string KeyHeader { get; init; }

    /// <summary>What stands before the key in that header, as <c>"Bearer "</c>; empty for none.</summary>
    public required string KeyPrefix { get; init; }

    /// <summary>The key.</summary>
    public required SecretText Key { get; init; }

    /// <summary>PEM certificates to trust instead of the system's; null for the system's.</summary>
    public string? CaBundle { get; init; }

    /// <summary>The name asked for by SNI and checked in the certificate, where it is not the host of <see cref="BaseUrl"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>Set where the provider wants no key: none is sent, and <see cref="Key"/> is empty.</summary>
    public bool? Unauthenticated { get; init; }

    /// <summary>Azure OpenAI's <c>api-version</c>: deployments then stand in the path; null for its v1 paths.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Set where requests are signed for AWS; <see cref="Key"/> is then the secret access key, and goes into no header.</summary>
    public AwsRule? Aws { get; init; }

    /// <summary>When <see cref="Key"/> ends; null for never. It is renewed before, by another bundle; a call after it is not sent.</summary>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <summary>What its models cost: the account's own words first, then the catalogue's, of those models that the bundle's routes reach. Null where none is known.</summary>
    public ImmutableArray<PriceRule>? Prices { get; init; }

    /// <summary>What a model whose price is not known is counted at by <see cref="UnknownPrice.Estimate"/>: the dearest known of the provider, or of any. Null for the dearest of <see cref="Prices"/>.</summary>
    public PriceRule? DearestPrice { get; init; }
}
