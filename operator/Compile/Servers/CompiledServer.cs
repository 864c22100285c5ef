using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>An McpServer after compiling: the rule where it is usable, and what is wrong with it.</summary>
internal sealed record CompiledServer
{
    public required McpServer Server { get; init; }

    /// <summary>Null where the server is not usable.</summary>
    public McpServerRule? Rule { get; init; }

    /// <summary>The Secrets in use; empty where the server is not usable, or needs none.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>What has to be exchanged for the server, again and again before it ends; null for nothing.</summary>
    public TokenRequest? TokenRequest { get; init; }

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>The reason why the server is not usable; null where it is.</summary>
    public string? Obstacle => Rule is null ? Diagnostics.First(one => one.Reason != Reasons.InvalidPin).Reason : null;

    /// <summary>Of several Secrets the one that was written last; null where none is in use.</summary>
    public string? SecretResourceVersion =>
        Secrets.Select(secret => secret.Metadata.ResourceVersion).OrderBy(version => version.Length).ThenBy(version => version, StringComparer.Ordinal).LastOrDefault();
}
