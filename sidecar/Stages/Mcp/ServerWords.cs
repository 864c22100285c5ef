using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>Tells a server what the agent's client would have, where the gateway answers or gives up in its place: beside the exchange, which does not wait for it.</summary>
internal sealed class ServerWords(ServerRequests requests, Afterwork afterwork, BlockPool pool)
{
    /// <summary>Posts a message of the gateway's own in the exchange's session. What goes wrong is counted and nothing more: the server finds out by waiting.</summary>
    public void Post(Exchange exchange, ReadOnlyMemory<byte> message)
    {
        var (outcome, http) = (exchange.Outcome, exchange.Target.Provider.Http);
        if (requests.Build(exchange, message).Stops(out _, out var request) || !afterwork.Words.TryRun(stopping => PostAsync(http, request, outcome, stopping)))
            outcome.LoseWord();
    }

    /// <summary>Tells the server that nobody waits for this request any more.</summary>
    public void Cancel(Exchange exchange, ReadOnlyMemory<byte> id) =>
        Post(exchange, (byte[])[.. "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"u8, .. id.Span, .. ",\"reason\":\"The gateway ended the call.\"}}"u8]);

    private async Task PostAsync(HttpMessageInvoker http, HttpRequestMessage request, McpOutcome outcome, CancellationToken stopping)
    {
        await using var wire = new ServerWire(http, request, pool, outlives: false);
        try
        {
            await wire.OpenAsync(stopping);
            if (!wire.Answer.IsSuccessStatusCode) outcome.LoseWord();
        }
        catch (Exception broken) when (UpstreamFault.Is(broken))
        {
            outcome.LoseWord();
        }
    }
}
