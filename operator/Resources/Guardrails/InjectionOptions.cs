using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>When a text counts as an attempt to instruct, and how a leak of instructions shows.</summary>
public sealed record InjectionOptions
{
    /// <summary>The score from which on input, tool results and tool definitions are found. Defaults to 50.</summary>
    [Schema(Minimum = 1, Maximum = 100)]
    public int? Threshold { get; init; }

    /// <summary>Words that stand in your system prompts and nowhere else: one in an answer or in the arguments of a tool is a leak.</summary>
    [Schema(MaxItems = 32, ListType = "set", MinLength = 8, MaxLength = 128, Pattern = Patterns.VisibleAscii)]
    public ImmutableArray<string>? Canaries { get; init; }

    /// <summary>Whether the sidecar puts such a word of its own into each request's first system text. Defaults to no.</summary>
    public bool? InsertCanary { get; init; }
}
