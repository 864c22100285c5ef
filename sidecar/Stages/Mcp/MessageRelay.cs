using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>An answer of one message: read whole, judged once, and passed as it came where nothing in it is to be changed.</summary>
internal sealed class MessageRelay(Exchange exchange, ServerWire wire, GuardedGate gate, ServerWords words)
{
    public async Task RunAsync()
    {
        if (await ReadAsync() is { } refusal)
        {
            exchange.Refuse(refusal);
            return;
        }

        var verdict = await gate.JudgeAsync(wire.Held.Bytes);
        if (!verdict.Answer.IsEmpty) words.Post(exchange, verdict.Answer);
        switch (verdict.Action)
        {
            case GateAction.Pass:
                Write(wire.Held.Bytes);
                break;
            case GateAction.Replace:
                Write(new(verdict.Text));
                break;
            default:
                PassStatus();
                break;
        }
    }

    /// <summary>What came may not be seen, or is no message. Where an answer is awaited, nothing would be none.</summary>
    private void PassStatus()
    {
        if (exchange.AwaitsAnswer && (wire.Answer.IsSuccessStatusCode || exchange.Out.HasStarted))
        {
            exchange.Refuse(AnswerFaults.Invalid(exchange, "with something that is no answer to what was asked"));
            return;
        }

        exchange.Commit(wire.Answer, contentType: null);
        exchange.Reply.End = ReplyEnd.Completed;
    }

    private void Write(in ReadOnlySequence<byte> message)
    {
        var isEvent = KeepAlive.IsBegun(exchange.Out);
        exchange.Commit(wire.Answer, "application/json");
        if (isEvent) WriteEvent(message);
        else
        {
            exchange.Out.ContentLength = message.Length;
            foreach (var part in message) exchange.Out.BodyWriter.Write(part.Span);
        }

        (exchange.Reply.BytesOut, exchange.Reply.End) = (message.Length, ReplyEnd.Completed);
    }

    /// <summary>The answer has begun as a stream: the message is an event of it, in one line.</summary>
    private void WriteEvent(in ReadOnlySequence<byte> message)
    {
        var writer = exchange.Out.BodyWriter;
        writer.Write("event: message\ndata: "u8);
        foreach (var part in message) writer.Advance(GateEdits.Copy(new(part), writer.GetSpan(part.Length)));
        writer.Write("\n\n"u8);
    }

    /// <summary>The refusal that stands for an answer that did not come whole, or is too much.</summary>
    private async Task<Refusal?> ReadAsync()
    {
        var (handle, whole) = (exchange.Handle, wire.Answer.Content.Headers.ContentLength);
        while (wire.Held.Length != whole)
        {
            exchange.Deadlines.ExpectMore(handle);
            var count = await wire.ReadAsync(quiet: false, handle.Token);
            if (count < 0) return new(RefusalReason.BytesExhausted, "The gateway has no memory left for an answer of this size.");
            if (count == 0) break;
            if (wire.Held.Length > AnswerGate.MaxMessage) return AnswerFaults.TooLarge(exchange);
        }

        exchange.Deadlines.ExpectNothing(handle); // A slow agent is not the server's fault.
        return wire.Held.Length > 0 || !exchange.AwaitsAnswer ? null : AnswerFaults.Invalid(exchange, "with an empty body");
    }
}
