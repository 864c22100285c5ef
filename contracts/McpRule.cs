using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>
/// What a policy says of one tool server, or of all. Several may name the same server: allows are united, one deny denies, and what none allows is denied. Names and URIs are
/// exact, or a prefix that ends in <c>*</c>; a prefix matches no name beyond ASCII and no URI with dot segments or needless escapes, and a deny matches in any case.
/// </summary>
public sealed record McpRule
{
    /// <summary>The name of an <see cref="McpServerRule"/>, or <c>*</c> for each.</summary>
    public required string Server { get; init; }

    /// <summary>Tools that may be called, where <see cref="When"/> holds.</summary>
    public ImmutableArray<string>? AllowTools { get; init; }

    /// <summary>Tools that may not, whatever any policy allows.</summary>
    public ImmutableArray<string>? DenyTools { get; init; }

    /// <summary>What must hold for <see cref="AllowTools"/> to allow: an expression over <see cref="McpConditions"/>. One that has no value allows nothing.</summary>
    public string? When { get; init; }

    /// <summary>Resources that may be read, by URI.</summary>
    public ImmutableArray<string>? AllowResources { get; init; }

    /// <summary>Resources that may not.</summary>
    public ImmutableArray<string>? DenyResources { get; init; }

    /// <summary>Prompts that may be got.</summary>
    public ImmutableArray<string>? AllowPrompts { get; init; }

    /// <summary>Prompts that may not.</summary>
    public ImmutableArray<string>? DenyPrompts { get; init; }

    /// <summary>Whether the server may ask the agent's client to call a model: true allows, false denies whatever another rule allows, null says nothing.</summary>
    public bool? Sampling { get; init; }

    /// <summary>Whether the server may ask the agent's client for input; as <see cref="Sampling"/>.</summary>
    public bool? Elicitation { get; init; }

    /// <summary>Whether the server may ask for the agent's roots; as <see cref="Sampling"/>.</summary>
    public bool? Roots { get; init; }

    /// <summary>Set where a denied tool call is answered with a JSON-RPC error, instead of a result that the model can read.</summary>
    public bool? DenyAsError { get; init; }

    /// <summary>Set where the values of a call's arguments are written to the audit, instead of their hash and shape alone.</summary>
    public bool? AuditValues { get; init; }
}
