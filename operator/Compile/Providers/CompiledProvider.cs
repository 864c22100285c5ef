using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>A ProviderCredential after compiling: the rule where it is usable, and what is wrong where it is not.</summary>
internal sealed record CompiledProvider
{
    public required ProviderCredential Credential { get; init; }

    /// <summary>Null where the credential is not usable.</summary>
    public ProviderRef? Rule { get; init; }

    /// <summary>The Secret in use; null where the credential is not usable, or needs none.</summary>
    public Secret? Secret { get; init; }

    /// <summary>What has to be exchanged for the credential, again and again before it ends; null for nothing.</summary>
    public TokenRequest? TokenRequest { get; init; }

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}
