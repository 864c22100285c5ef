using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// Sends a request to its tool server and lets the answer pass the gate, message by message. Once, and to this server alone: what a tool did cannot be done again, and what a server says of
/// other addresses leads nowhere.
/// </summary>
internal sealed class McpStage(SendOptions options, ServerRequests requests, ServerRelays relays, Preflight preflight, TimeProvider clock)
{
    public async Task RunAsync(Reservation reservation, HttpContext http, CallRecord record)
    {
        var exchange = new Exchange(reservation, http, record, new(options, reservation.Plan.Route.Timeouts, clock));
        record.Reply.Refusal = await TryCheckAsync(exchange);
        if (record.Reply.Refusal is not null || exchange.Handle.Cause != StopCause.None) return;
        if (requests.Build(exchange).Stops(out var refusal, out var request))
        {
            record.Reply.Refusal = refusal;
            return;
        }

        var wire = relays.Wire(exchange, request);
        if (!await TryRunAsync(exchange, wire) && relays.TryLeave(exchange, wire)) return;
        relays.Cancel(exchange);
        await wire.DisposeAsync();
    }

    /// <summary>Why the request may not go; where the call was stopped meanwhile, the record says so.</summary>
    private async Task<Refusal?> TryCheckAsync(Exchange exchange)
    {
        try
        {
            return await preflight.CheckAsync(exchange);
        }
        catch (OperationCanceledException stopped)
        {
            ExchangeEnd.Broken(exchange, stopped);
            return exchange.Reply.Refusal;
        }
    }

    /// <summary>False where it broke off on one side.</summary>
    private async Task<bool> TryRunAsync(Exchange exchange, ServerWire wire)
    {
        try
        {
            exchange.Reply.Try(exchange.Target);
            if (exchange.Request.Verb == McpVerb.Get) exchange.Handle.ExpectNothing();
            else exchange.Deadlines.ExpectFirstByte(exchange.Handle, stream: false);
            await wire.OpenAsync(exchange.Handle.Token);
            exchange.Reply.FirstByteAt = clock.GetTimestamp();
            exchange.Reply.Outcome((int)wire.Answer.StatusCode, null);
            await relays.RunAsync(exchange, wire);
            return true;
        }
        catch (Exception broken) when (UpstreamFault.Is(broken))
        {
            ExchangeEnd.Broken(exchange, broken);
            return false;
        }
    }
}
