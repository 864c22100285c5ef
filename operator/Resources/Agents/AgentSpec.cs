using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Agents;

/// <summary>Which workload it is, and how it is held. The operator fills in the workload of those that it makes; all else is the user's.</summary>
public sealed record AgentSpec
{
    /// <summary>The workload in this namespace; it need not exist yet. Of several Agents for one workload each may hold it, and the oldest has the status.</summary>
    public required WorkloadRef Workload { get; init; }

    /// <summary>Stops all calls of the agent's pods, open streams too, whatever its policies say.</summary>
    public bool Suspended { get; init; }

    /// <summary>Closes the agent off in part: None, ListedToolsOnly, NoTools, NoModels or All. A limit with onBreach Quarantine sets it to All; a user takes it back.</summary>
    public Quarantine Quarantine { get; init; }

    /// <summary>Why it is held: told in refusals, in the audit and in the status. One line.</summary>
    [Schema(MinLength = 1, MaxLength = 256, Pattern = Patterns.OneLine)]
    public string? Reason { get; init; }
}
