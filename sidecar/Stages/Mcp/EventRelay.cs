using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// A stream of messages: each whole event is judged and leaves at once, byte for byte where nothing in it is to be changed. Ids, retry times and comments stay as they are, so that the agent
/// can take the stream up again. Holds one event at most, and nothing while the stream is quiet.
/// </summary>
internal sealed class EventRelay(Exchange exchange, ServerWire wire, AnswerGate gate, ServerWords words, McpLedgers ledgers)
{
    private readonly EventSplitter _splitter = new();
    private bool _passedAsItCame;

    public async Task RunAsync()
    {
        var (handle, reply, writer) = (exchange.Handle, exchange.Reply, exchange.Out.BodyWriter);
        exchange.Commit(wire.Answer, "text/event-stream");
        await writer.FlushAsync(handle.Token); // Whoever listens must know that it does, long before there is anything to hear.
        while (true)
        {
            if (exchange.Listens) handle.ExpectNothing();
            else exchange.Deadlines.ExpectMore(handle);
            var count = await wire.ReadAsync(quiet: true, handle.Token);
            var written = Pass(writer);
            if (count == 0) written += PassRest(writer);
            reply.BytesOut += written;
            if (reply.Refusal is not null) return;
            if (count < 0 || wire.Held.Length > AnswerGate.MaxMessage)
            {
                exchange.Refuse(AnswerFaults.TooLarge(exchange));
                return;
            }

            if (written > 0)
            {
                exchange.Deadlines.ExpectNothing(handle); // A slow agent is not the server's fault.
                await writer.FlushAsync(handle.Token);
            }

            if (count > 0) continue;
            reply.End = ReplyEnd.Completed;
            return;
        }
    }

    /// <summary>Takes the whole events off the front and writes what may be seen of them.</summary>
    private long Pass(PipeWriter writer)
    {
        var (held, written) = (wire.Held, 0L);
        while (exchange.Reply.Refusal is null && held.Length > 0 && _splitter.TryFindEnd(held.Bytes, out var length, out var isTail))
        {
            var frame = held.Bytes.Slice(0, length);
            if (!isTail) written += Pass(frame, writer);
            else if (_passedAsItCame) written += Copy(frame, writer);
            held.Consume(length);
        }

        return written;
    }

    /// <summary>What stands behind the last event when the stream has ended; some readers take it for an event.</summary>
    private long PassRest(PipeWriter writer) => wire.Held.Length == 0 || exchange.Reply.Refusal is not null ? 0 : Pass(wire.Held.Bytes, writer);

    private long Pass(in ReadOnlySequence<byte> frame, PipeWriter writer)
    {
        if (frame.IsSingleSegment) return Pass(frame.First, writer);
        using var whole = new PooledBytes();
        foreach (var part in frame) whole.Write(part.Span);
        return Pass(whole.Written, writer);
    }

    private long Pass(ReadOnlyMemory<byte> frame, PipeWriter writer)
    {
        using var read = ServerEvent.Read(frame);
        exchange.Resumable |= read.HasId;
        var verdict = Judge(read);
        if (!verdict.Answer.IsEmpty) words.Post(exchange, verdict.Answer);
        _passedAsItCame = verdict.Action == GateAction.Pass && read.IsPlain;
        if (_passedAsItCame)
        {
            writer.Write(frame.Span);
            return frame.Length;
        }

        if (verdict.Action == GateAction.Drop) return read.HasId ? read.Write(writer, default) : 0;
        return read.Write(writer, verdict.Action == GateAction.Pass ? read.Data.Span : verdict.Text.Span);
    }

    private GateVerdict Judge(in ServerEvent read)
    {
        if (read.Kind == ServerEventKind.Endpoint) return JudgeEndpoint(read);
        if (read.Data.Span.Trim(" \n\t"u8).IsEmpty) return GateVerdict.Pass;
        if (read.Kind == ServerEventKind.Message) return gate.Judge(new(read.Data));
        exchange.Outcome.Withhold("event");
        return GateVerdict.Drop;
    }

    private GateVerdict JudgeEndpoint(in ServerEvent read)
    {
        _ = (read, ledgers);
        exchange.Refuse(RefusalReason.ServerRedirected, $"{exchange.Name} speaks the HTTP+SSE transport, which its McpServer does not allow.");
        return GateVerdict.Drop;
    }

    private static long Copy(in ReadOnlySequence<byte> bytes, PipeWriter writer)
    {
        foreach (var part in bytes) writer.Write(part.Span);
        return bytes.Length;
    }
}
