using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>A Guardrail after compiling: the rule where it is usable, what that reaches, and what is wrong with it.</summary>
internal sealed record CompiledGuardrail
{
    public required Guardrail Guardrail { get; init; }

    /// <summary>Null where the guardrail is not usable: one check that cannot be made costs all of them, since nothing that protects is left out.</summary>
    public GuardrailRule? Rule { get; init; }

    /// <summary>The accounts that its checks ask, each once; empty where the guardrail is not usable.</summary>
    public ImmutableArray<string> Providers { get; init; } = [];

    /// <summary>The routes to its judges; empty where the guardrail is not usable.</summary>
    public ImmutableArray<ModelRoute> Routes { get; init; } = [];

    /// <summary>The Secrets of its webhooks; empty where the guardrail is not usable.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>As bundles call it.</summary>
    public string Name => $"{Guardrail.Metadata.Namespace}/{Guardrail.Metadata.Name}";

    /// <summary>Of several Secrets the one that was written last; null where none is in use.</summary>
    public string? SecretResourceVersion =>
        Secrets.Select(secret => secret.Metadata.ResourceVersion).OrderBy(version => version.Length).ThenBy(version => version, StringComparer.Ordinal).LastOrDefault();
}
