using System.Collections.Immutable;
using AiGateway.Contracts.Approvals;

namespace AiGateway.Contracts;

/// <summary>
/// What a policy says of one tool server, or of all. Several may name the same server: allows are united, one deny denies, and what none allows is denied. Names and URIs are
/// exact, or a prefix that ends in <c>*</c>. A prefix matches no name beyond printable ASCII and no URI with dot segments, empty segments, backslashes or needless escapes: such
/// a name has to be written in full. A deny matches in any case, whatever is escaped, and a URI with any query behind it. Of entries that allow the same, an exact one is asked before a prefix,
/// each in the policies' order, and the first that allows is the one that is named.
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

    /// <summary>
    /// Set where a denied tool call is answered with a JSON-RPC error, instead of a result that the model can read. The rule decides whose entry denied, or would have allowed if
    /// its condition had held; where no entry matches, an error is given only if every enforcing rule for the server that can allow has this set.
    /// </summary>
    public bool? DenyAsError { get; init; }

    /// <summary>Set where the values of the arguments of calls that this rule allows are written to the audit, instead of their hash and shape alone.</summary>
    public bool? AuditValues { get; init; }

    /// <summary>Tools that may be called only with a human's word for each call, whatever rule allows them; the strictest rule counts. Prefixes as in <see cref="DenyTools"/>.</summary>
    public ImmutableArray<string>? ApproveTools { get; init; }

    /// <summary>How that word is asked for; null for the defaults.</summary>
    public ApprovalRule? Approval { get; init; }

    /// <summary>Of <see cref="AllowTools"/>, those that may still be called under <see cref="Quarantine.ListedToolsOnly"/>.</summary>
    public ImmutableArray<string>? QuarantineTools { get; init; }
}
