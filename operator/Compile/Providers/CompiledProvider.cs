using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>A ProviderCredential after compiling: the rule where it is usable, and what is wrong where it is not.</summary>
internal sealed record CompiledProvider
{
    public required ProviderCredential Credential { get; init; }

    /// <summary>Null where the credential is not usable.</summary>
    public ProviderRef? Rule { get; init; }

    /// <summary>The Secret in use; null where the credential is not usable.</summary>
    public Secret? Secret { get; init; }

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}
