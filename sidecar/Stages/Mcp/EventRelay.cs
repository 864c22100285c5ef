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
internal sealed class EventRelay(Exchange exchange, ServerWire wire, Func<McpRequest, GuardedGate> gates, ServerWords words, EndpointLedger endpoints)
{
    private readonly EventSplitter _splitter = new();
    private GuardedGate _gate = gates(exchange.SessionRequest);
    private string? _endpoint;
    private bool _hasSpoken;
    private bool _passedAsItCame;

    public async Task RunAsync()
    {
        try
        {
            await PassAsync();
        }
        finally
        {
            if (_endpoint is not null) endpoints.Remove(_endpoint);
        }
    }

    private async Task PassAsync()
    {
        var (handle, reply, writer) = (exchange.Handle, exchange.Reply, exchange.Out.BodyWriter);
        exchange.Commit(wire.Answer, "text/event-stream");
        if (exchange is { Listens: true, Request.First.Arguments.Length: 0 }) exchange.Request.Release(); // It may be open for days, beside many others.
        await writer.FlushAsync(handle.Token); // Whoever listens must know that it does, long before there is anything to hear.
        while (true)
        {
            if (exchange.Listens) handle.ExpectNothing();
            else exchange.Deadlines.ExpectMore(handle);
            var count = await wire.ReadAsync(quiet: true, handle.Token);
            var written = await PassAsync(writer);
            if (count == 0) written += await PassRestAsync(writer);
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
    private async ValueTask<long> PassAsync(PipeWriter writer)
    {
        var (held, written) = (wire.Held, 0L);
        while (exchange.Reply.Refusal is null && held.Length > 0 && _splitter.TryFindEnd(held.Bytes, out var length, out var isTail))
        {
            var frame = held.Bytes.Slice(0, length);
            if (!isTail) written += await PassAsync(frame, writer);
            else if (_passedAsItCame) written += Copy(frame, writer);
            held.Consume(length);
        }

        return written;
    }

    /// <summary>What stands behind the last event when the stream has ended; some readers take it for an event.</summary>
    private ValueTask<long> PassRestAsync(PipeWriter writer) => wire.Held.Length == 0 || exchange.Reply.Refusal is not null ? new(0) : PassAsync(wire.Held.Bytes, writer);

    private async ValueTask<long> PassAsync(ReadOnlySequence<byte> frame, PipeWriter writer)
    {
        if (frame.IsSingleSegment) return await PassAsync(frame.First, writer);
        using var whole = new PooledBytes();
        foreach (var part in frame) whole.Write(part.Span);
        return await PassAsync(whole.Written, writer);
    }

    private async ValueTask<long> PassAsync(ReadOnlyMemory<byte> frame, PipeWriter writer)
    {
        using var read = ServerEvent.Read(frame);
        exchange.Resumable |= read.HasId;
        var verdict = await JudgeAsync(read);
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

    private ValueTask<GateVerdict> JudgeAsync(in ServerEvent read)
    {
        if (read.Kind == ServerEventKind.Endpoint && exchange.Request.Verb == McpVerb.Get) return new(JudgeEndpoint(read));
        if (read.Data.Span.Trim(" \n\t"u8).IsEmpty) return new(GateVerdict.Pass);
        _hasSpoken = true;
        if (read.Kind == ServerEventKind.Message) return _gate.JudgeAsync(new(read.Data));
        exchange.Outcome.Withhold("event");
        return new(GateVerdict.Drop);
    }

    /// <summary>
    /// The stream names where to post: the agent is given a word for it that leads through this gateway, and the server's questions are told from those of its other streams by that word.
    /// </summary>
    private GateVerdict JudgeEndpoint(in ServerEvent read)
    {
        if (EndpointEvent.Read(exchange, read.Data.Span, _hasSpoken).Stops(out var refusal, out var url))
        {
            exchange.Refuse(refusal);
            return GateVerdict.Drop;
        }

        (_hasSpoken, exchange.Url, _endpoint) = (true, url, endpoints.Add(exchange.Request.Server, url));
        if (_endpoint is null)
        {
            exchange.Refuse(RefusalReason.TooManyCalls, "As many streams of the HTTP+SSE transport as this gateway serves at once are open.");
            return GateVerdict.Drop;
        }

        _gate = gates(exchange.Request.In(_endpoint));
        return GateVerdict.Replace(EndpointEvent.TextOf(exchange, _endpoint));
    }

    private static long Copy(in ReadOnlySequence<byte> bytes, PipeWriter writer)
    {
        foreach (var part in bytes) writer.Write(part.Span);
        return bytes.Length;
    }
}
