using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>The ways in which a tool server's answer goes back to the agent, and which of them it is: one message, a stream of them, a status alone, or a refusal in its place.</summary>
internal sealed class ServerRelays(AnswerGates gates, ServerWords words, Afterwork afterwork, BlockPool pool)
{
    /// <summary>The way to the exchange's server, not yet open.</summary>
    public ServerWire Wire(Exchange exchange, HttpRequestMessage request) => new(exchange.Target.Provider.Http, request, pool, exchange.Outlives,
        stream => HeldGate.Filter(stream, exchange.Held, exchange.Handle));

    public Task RunAsync(Exchange exchange, ServerWire wire)
    {
        var answer = wire.Answer;
        if (AnswerFaults.Find(exchange, answer) is { } refusal)
        {
            exchange.Refuse(refusal);
            return Task.CompletedTask;
        }

        if (ServerHeaders.SessionOf(answer, out var session) && session is not null) exchange.Session = session;
        return AnswerFaults.FormOf(exchange, answer) switch
        {
            AnswerForm.Events => new EventRelay(exchange, wire, request => gates.Of(exchange, request), words, gates.Endpoints).RunAsync(),
            AnswerForm.Message => new MessageRelay(exchange, wire, gates.Of(exchange, exchange.SessionRequest), words).RunAsync(),
            _ => PassStatus(exchange, answer),
        };
    }

    /// <summary>The agent hung up and the server goes on: what it still says is read, so that it can finish, and the agent may come back for it.</summary>
    public bool TryLeave(Exchange exchange, ServerWire wire) =>
        exchange.Outlives && exchange.Handle.Cause == StopCause.AgentGone && afterwork.Drains.TryRun(wire.DrainAsync);

    /// <summary>The gateway gave the call up: up to 2025-11-25 a server that is not told goes on with it (Cancellation).</summary>
    public void Cancel(Exchange exchange)
    {
        if (!exchange.Outlives || exchange.Reply.Attempts.Count == 0 || exchange.Handle.Cause is not (StopCause.Denied or StopCause.TimedOut)) return;
        foreach (var message in exchange.Request.Messages)
        {
            if (message.Kind == McpKind.Request && message.Method != McpMethod.Initialize) words.Cancel(exchange, message.Id);
        }
    }

    private static Task PassStatus(Exchange exchange, HttpResponseMessage answer)
    {
        if (exchange.Out.HasStarted)
        {
            exchange.Refuse(AnswerFaults.Invalid(exchange, $"with the status {(int)answer.StatusCode} alone"));
            return Task.CompletedTask;
        }

        exchange.Commit(answer, contentType: null);
        exchange.Reply.End = ReplyEnd.Completed;
        return Task.CompletedTask;
    }
}
