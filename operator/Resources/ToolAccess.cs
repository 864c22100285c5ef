using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Tools by name: exact, or a prefix that ends in *. A prefix allows no name beyond ASCII; a deny holds for a name in any case.</summary>
public sealed record ToolAccess
{
    /// <summary>Tools that may be called.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Allow { get => field.IsDefault ? [] : field; init; }

    /// <summary>Tools that may not, whatever any policy allows.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Deny { get => field.IsDefault ? [] : field; init; }

    /// <summary>Tools whose every call needs a human's word by an ApprovalRequest, whatever allows them: matched as deny is. A tool that is denied is not asked about.</summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Approve { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// Of allow, the tools that may still be called while an Agent is in quarantine ListedToolsOnly: what its owner trusts to do no harm. That a server says of a tool that it only reads is only the server's word.
    /// </summary>
    [Schema(MaxItems = 256, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.ModelPattern)]
    public ImmutableArray<string> Quarantine { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// A CEL condition that must hold for allow to allow, over server, tool, arguments and agent.namespace, agent.serviceAccount, agent.workloadKind, agent.workload and agent.pod, as
    /// arguments.repository.startsWith("acme/"). One that has no value, as where an argument is missing, allows nothing.
    /// </summary>
    [Schema(MinLength = 1, MaxLength = 1024)]
    public string? When { get; init; }

    /// <summary>
    /// How a denied call is answered: Result, a tool result with isError that the model can read, or Error, a JSON-RPC error. Defaults to Result.
    /// </summary>
    [Schema(MaxLength = 16, Values = ["Error", "Result"])]
    public string? OnDeny { get; init; }

    /// <summary>What the audit has of a call's arguments: Shape, which is their hash and their types, or Values. Defaults to Shape.</summary>
    [Schema(MaxLength = 16, Values = ["Shape", "Values"])]
    public string? AuditArguments { get; init; }
}
