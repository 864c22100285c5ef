using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>What must hold before a permitted request goes to its server, as an ordered list of checks: where it goes, whether it answers something that was asked, whether the tool is one that was approved.</summary>
internal sealed class Preflight(McpLedgers ledgers, OwnListing listing)
{
    private static readonly McpSubject[] s_questions = [McpSubject.Sampling, McpSubject.Elicitation, McpSubject.Roots];

    public async ValueTask<Refusal?> CheckAsync(Exchange exchange) => Direct(exchange) ?? CheckAnswers(exchange) ?? await CheckPinsAsync(exchange);

    private Refusal? Direct(Exchange exchange)
    {
        var (request, server) = (exchange.Request, exchange.Server);
        if (request.Endpoint is { } token)
        {
            if (ledgers.Endpoints.Find(request.Server, token) is not { } url)
                return new(RefusalReason.NoSuchPath, $"The stream that this endpoint of the tool server '{server.Provider.Name}' belonged to has ended: open a new one with GET.");
            exchange.Url = url;
            ListCursor.Expect(request, ledgers);
            return null;
        }

        if (server.Transport != McpTransport.Sse || request.Verb != McpVerb.Post) return null;
        return new(RefusalReason.MethodNotAllowed, $"The tool server '{server.Provider.Name}' speaks the HTTP+SSE transport alone: open its stream with GET, and post to the endpoint that it names.", HttpMethods.Get)
        {
            ReplyTo = McpReplyTo.Of(request) with { IsReadElsewhere = true },
        };
    }

    /// <summary>An answer to nothing would be a way to send anything to a server. Since 2026-07-28 answers come with the request that is tried again, and only what was let through can have been asked.</summary>
    private Refusal? CheckAnswers(Exchange exchange)
    {
        var request = exchange.Request;
        foreach (var message in request.Messages)
        {
            if (message.HasInputResponses && !MayBeAsked(exchange))
                return new(RefusalReason.NothingAsked, $"The tool server '{exchange.Server.Provider.Name}' may ask this agent's client for nothing, so there is nothing to answer.", "inputResponses");
            if (message.Kind == McpKind.Response && !ledgers.Asked.TryTake(request.Server, request.Endpoint ?? request.Session, message.Id.Span))
                return new(RefusalReason.NothingAsked, $"The tool server '{exchange.Server.Provider.Name}' asked nothing by this id, or was answered already.");
        }

        return null;
    }

    private static bool MayBeAsked(Exchange exchange)
    {
        foreach (var subject in s_questions)
        {
            if (exchange.Snapshot.Decide(new Ask { Mcp = [new McpAsk(exchange.Request.Server, subject)] }) is not { Allowed: false }) return true;
        }

        return false;
    }

    private async ValueTask<Refusal?> CheckPinsAsync(Exchange exchange)
    {
        if (exchange.Server.Pinning != PinningMode.Block) return null;
        foreach (var message in exchange.Request.Messages)
        {
            if (message is not { Method: McpMethod.ToolsCall, Name: { } tool }) continue;
            var verdict = await listing.CheckAsync(exchange, tool);
            if (verdict != PinVerdict.Approved) return NotApproved(exchange, tool, verdict);
        }

        return null;
    }

    private static Refusal NotApproved(Exchange exchange, string tool, PinVerdict verdict)
    {
        var server = exchange.Server.Provider.Name;
        var why = verdict switch
        {
            PinVerdict.NotApproved =>
                $"The tool '{tool}' as McpServer '{server}' now defines it is not approved: approve it in spec.approvedTools of McpServer '{server}'; its status.unapproved has the line.",
            PinVerdict.Absent => $"McpServer '{server}' has no tool '{tool}' in its newest list, so no definition of it can be approved: list the tools, and call one of them.",
            _ when exchange.Request.Endpoint is not null =>
                $"What McpServer '{server}' now defines the tool '{tool}' as is not known, so it cannot be told whether that is approved: list the tools first, and call it then.",
            _ => $"McpServer '{server}' did not give its list of tools, so it cannot be told whether the tool '{tool}' is as it was approved: list the tools, and call it then.",
        };
        return new(RefusalReason.ToolNotApproved, why)
        {
            Decision = Decision.Deny(DecisionReason.ToolNotApproved, server, "spec.approvedTools") with { Asked = tool, DenyAsError = exchange.Decision?.DenyAsError == true },
        };
    }
}
