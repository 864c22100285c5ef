using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>Makes the gates that a server's messages pass, one for each exchange and each stream of it.</summary>
internal sealed class AnswerGates(SnapshotHolder snapshots, McpLedgers ledgers, CalledChecks called)
{
    public EndpointLedger Endpoints => ledgers.Endpoints;

    /// <param name="exchange">The exchange.</param>
    /// <param name="request">The request as the messages belong to it: in whatever session it is by now.</param>
    public GuardedGate Of(Exchange exchange, McpRequest request)
    {
        var guard = exchange.Guard is { } session ? new GateGuard(session, exchange.Decision?.DenyAsError == true) : null;
        return new(new(request, snapshots, ledgers, exchange.Outcome, guard), called, exchange);
    }
}
