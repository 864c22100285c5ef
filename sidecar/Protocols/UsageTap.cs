using System.Buffers;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// The first filter of every answer: reads the usage out of what passes. In a stream it withholds the chunk that holds usage alone, where the agent did not ask for it.
/// Where the provider never tells, it estimates, and says that it did.
/// </summary>
internal sealed class UsageTap(long requestBytes, bool withholdUsageChunk)
{
    /// <summary>A usual ratio of bytes to tokens; good for nothing but an estimate that is marked as one.</summary>
    private const int BytesPerToken = 4;

    /// <summary>Events that may end a stream behind the one that told its usage: <c>[DONE]</c>, <c>message_stop</c>.</summary>
    public const int Farewell = 4;

    private readonly UsageScanner _scanner = new();
    private TextScanner _texts;
    private long _events;
    private long _toldAt;
    private long _bytes;

    /// <summary>
    /// The usage, as far as it is known now. A stream may tell of its input, and of a first token, before it tells the rest: what came after that is not free for who hangs up before the end.
    /// </summary>
    public Usage Usage => _scanner.Found is not { } told ? Estimate()
        : told.Output == 0 && _texts.HasText ? Correct(told, requestBytes, _events + (_bytes / BytesPerToken))
        : _events - _toldAt <= Farewell ? WithImages(told)
        : told with { Output = told.Output + _events - _toldAt, Source = UsageSource.Estimated };

    /// <summary>Whether the call is for images: where the provider tells no tokens of them, they are counted by the piece.</summary>
    public bool MakesImages { get; init; }

    /// <summary>Whether a model answers with text, which no provider makes of no token: one that says so is not believed.</summary>
    public bool MakesText { get; init; }

    /// <summary>Told of a stream, as it passes, how much output that is; null where nobody asks.</summary>
    public Reply? Watched { get; init; }

    /// <summary>Whether an event said that the answer ends in an error.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>What a provider told that cannot be, since there was text: an estimate in its place, of the input too where that was told as nothing.</summary>
    public static Usage Correct(in Usage told, long requestBytes, long output) =>
        told with { Input = told.Input == 0 ? requestBytes / BytesPerToken : told.Input, Output = Math.Max(1, output), Source = UsageSource.Estimated };

    /// <summary>Sees the next bytes of an answer that is one JSON object.</summary>
    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        Scan(bytes);
    }

    /// <summary>Sees an event of a stream.</summary>
    public FilterVerdict OnEvent(ref ReadOnlySequence<byte> bytes)
    {
        Reset();
        var lines = new SequenceReader<byte>(bytes);
        var hasData = false;
        while (TryReadLine(ref lines, out var line))
        {
            var data = new SequenceReader<byte>(line);
            if (!data.IsNext("data:"u8, advancePast: true))
            {
                HasFailed |= IsFailure(line);
                continue;
            }

            hasData = true;
            foreach (var part in data.UnreadSequence) Scan(part.Span);
        }

        if (hasData) _events++;
        if (_scanner.HasUsage) _toldAt = _events;
        Tell();
        HasFailed |= _scanner.HasError;
        return withholdUsageChunk && _scanner.HasUsage && _scanner.ChoicesEmpty ? FilterVerdict.Hold : FilterVerdict.Pass;
    }

    /// <summary>Sees a message of AWS's binary stream.</summary>
    public FilterVerdict OnMessage(ref ReadOnlySequence<byte> bytes)
    {
        Reset();
        EventStreamReader.TryReadMessage(bytes, out var message, out _);
        foreach (var part in message.Payload) Scan(part.Span);
        _events++;
        if (_scanner.HasUsage) _toldAt = _events;
        Tell();
        HasFailed |= message.IsException;
        return FilterVerdict.Pass;
    }

    private void Reset()
    {
        _scanner.Reset();
        _texts.Reset();
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        _scanner.Scan(bytes);
        if (MakesText) _texts.Scan(bytes);
    }

    private Usage Estimate()
    {
        var guess = new Usage(requestBytes / BytesPerToken, _events + (_bytes / BytesPerToken), UsageSource.Estimated);
        return MakesImages && _scanner.Items > 0 ? guess with { Output = 0, Images = _scanner.Items } : guess;
    }

    /// <summary>What is made there is images, also where the provider does not say what its output is made of.</summary>
    private Usage WithImages(in Usage told)
    {
        if (!MakesImages || _scanner.TellsImages) return told;
        return told.Output > 0 ? told with { ImageOutput = told.Output } : told with { Images = _scanner.Items };
    }

    /// <summary>A provider tells the whole at the end; until then an event is taken for a token.</summary>
    private void Tell()
    {
        if (Watched is not null) Watched.OutputSoFar = Math.Max(_scanner.Output, _events);
    }

    /// <summary>Anthropic and OpenAI's Responses name an event that ends the answer in an error.</summary>
    private static bool IsFailure(in ReadOnlySequence<byte> line)
    {
        var name = new SequenceReader<byte>(line);
        if (!name.IsNext("event:"u8, advancePast: true)) return false;
        name.AdvancePast((byte)' ');
        return name.UnreadSequence.Length switch
        {
            5 => name.IsNext("error"u8),
            15 => name.IsNext("response.failed"u8),
            _ => false,
        };
    }

    private static bool TryReadLine(ref SequenceReader<byte> lines, out ReadOnlySequence<byte> line)
    {
        if (lines.TryReadToAny(out line, "\r\n"u8)) return true;
        line = lines.UnreadSequence;
        lines.AdvanceToEnd();
        return !line.IsEmpty;
    }
}
