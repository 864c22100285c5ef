using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>
/// What the enforcing policies of the agent's pods allow, as they spell it: names, or prefixes that end in <c>*</c>. What one of them denies may still stand here; a denial wins.
/// </summary>
public sealed record AgentAllowed
{
    /// <summary>Models.</summary>
    [Schema(MaxItems = 128, ListType = "atomic", MaxLength = 256)]
    public ImmutableArray<string> Models { get => field.IsDefault ? [] : field; init; }

    /// <summary>Tools of tool servers, as server/tool.</summary>
    [Schema(MaxItems = 256, ListType = "atomic", MaxLength = 512)]
    public ImmutableArray<string> Tools { get => field.IsDefault ? [] : field; init; }

    /// <summary>Tools that a provider runs.</summary>
    [Schema(MaxItems = 64, ListType = "atomic", MaxLength = 256)]
    public ImmutableArray<string> HostedTools { get => field.IsDefault ? [] : field; init; }

    /// <summary>How many are allowed and do not fit here; absent where all do.</summary>
    [Schema(Minimum = 0)]
    public int? More { get; init; }
}
