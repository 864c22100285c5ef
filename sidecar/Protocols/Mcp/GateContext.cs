using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What the gate of one exchange has at hand for every message of it.</summary>
/// <param name="Request">What the agent asked.</param>
/// <param name="Ledgers">What is remembered beyond the exchange.</param>
/// <param name="Outcome">What is told of it.</param>
/// <param name="Place">Which page of the tools the agent asks for.</param>
internal sealed record GateContext(McpRequest Request, McpLedgers Ledgers, McpOutcome Outcome, ListPlace Place)
{
    /// <summary>The guards over texts; null where none looks.</summary>
    public MessageGuard? Guard { get; init; }

    private const string Changed = "changed";
    private const string New = "new";
    private const string Both = Changed + ", " + New;

    /// <summary>Two tools of one list have one name: told before all else, since no list is meant so.</summary>
    private const string Duplicate = "duplicate";

    /// <summary>A definition was seen that nobody approved.</summary>
    public void TellDrift(bool isKnownName)
    {
        var word = isKnownName ? Changed : New;
        if (Outcome.Drift != Duplicate) Outcome.Drift = Outcome.Drift is null || Outcome.Drift == word ? word : Both;
    }

    public void TellDuplicate() => Outcome.Drift = Duplicate;

    public void TellList(int listed, int shown) => (Outcome.Listed, Outcome.Shown) = ((Outcome.Listed ?? 0) + listed, (Outcome.Shown ?? 0) + shown);
}
