using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// What the sidecars saw of the server. Its lists are atomic: the operator alone writes them, whole; an owner for each item would double them in etcd, and Kubernetes 1.20 refuses a status whose last item goes.
/// </summary>
public sealed record McpServerStatus : CommonStatus
{
    /// <summary>How many tools the server was seen to have. Absent where no sidecar has seen its list.</summary>
    [Schema(Minimum = 0)]
    public int? ToolCount { get; init; }

    /// <summary>How many definitions, the instructions among them, are not in spec.approvedTools. Absent where pinning is Off or no list was seen.</summary>
    [Schema(Minimum = 0)]
    public int? DriftCount { get; init; }

    /// <summary>The tools in the newest list that a sidecar saw, by name.</summary>
    [Schema(MaxItems = 512, ListType = "atomic")]
    public ImmutableArray<ToolStatus> Tools { get => field.IsDefault ? [] : field; init; }

    /// <summary>What to add to spec.approvedTools, line by line, to approve what was seen and is not approved. Empty where pinning is Off.</summary>
    [Schema(MaxItems = 513, ListType = "atomic", MaxLength = 328)]
    public ImmutableArray<string> Unapproved { get => field.IsDefault ? [] : field; init; }

    /// <summary>The hash of the server's instructions; absent where it has none, or none were seen.</summary>
    [Schema(MaxLength = 64)]
    public string? InstructionsHash { get; init; }

    /// <summary>When the server last answered a sidecar, to the minute.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>The resourceVersion of the Secret in use; absent where no Secret is used or usable.</summary>
    [Schema(MaxLength = 64)]
    public string? SecretResourceVersion { get; init; }
}
