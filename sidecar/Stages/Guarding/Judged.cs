using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What is to be judged: the texts of one request, answer or message, and whose they are. Each check gets those of its places.</summary>
internal sealed record Judged
{
    /// <summary>The call whose they are, with the guards that take the findings down.</summary>
    public required Plan Plan { get; init; }

    /// <summary>In their order.</summary>
    public required ImmutableArray<JudgedText> Texts { get; init; }

    /// <summary>Whether they come back to the agent, and do not leave it.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>The tool, resource or prompt at a tool server; null else. Untrusted.</summary>
    public string? Tool { get; init; }
}
