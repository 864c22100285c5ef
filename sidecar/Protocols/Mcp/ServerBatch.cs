using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>A batch of messages, which 2025-03-26 has: each is judged by itself, and what passes goes on in the batch's order.</summary>
internal static class ServerBatch
{
    /// <summary>The most messages of a batch; a larger one does not pass.</summary>
    public const int MaxMessages = 256;

    /// <summary>The word on one message.</summary>
    public delegate GateVerdict Judging(in ReadOnlySequence<byte> message);

    public static bool Is(in ReadOnlySequence<byte> message)
    {
        var reader = new SequenceReader<byte>(message);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.IsNext((byte)'[');
    }

    public static GateVerdict Judge(in ReadOnlySequence<byte> batch, Judging judge)
    {
        var (texts, answers) = (new List<ReadOnlyMemory<byte>>(), new List<ReadOnlyMemory<byte>>());
        if (Split(batch) is not { } messages) return judge(batch); // It says what becomes of what is no message.
        var isWhole = true;
        foreach (var (start, end) in messages)
        {
            var message = batch.Slice(start, end - start);
            var verdict = judge(message);
            isWhole &= verdict.Action == GateAction.Pass;
            if (verdict.Action != GateAction.Drop) texts.Add(verdict.Action == GateAction.Pass ? OneLine(message) : verdict.Text);
            if (!verdict.Answer.IsEmpty) answers.Add(verdict.Answer);
        }

        if (isWhole && texts.Count > 0) return GateVerdict.Pass;
        var text = texts.Count == 0 ? GateVerdict.Drop : GateVerdict.Replace(Join(texts));
        return text with { Answer = answers.Count <= 1 ? answers.FirstOrDefault() : Join(answers) };
    }

    /// <summary>Where the messages stand; null where the text is no array of JSON values, or they are too many.</summary>
    private static List<(long Start, long End)>? Split(in ReadOnlySequence<byte> batch)
    {
        var json = new Utf8JsonReader(batch, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        var messages = new List<(long Start, long End)>();
        try
        {
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (messages.Count == MaxMessages) return null;
                var start = json.TokenStartIndex;
                json.Skip();
                messages.Add((start, json.BytesConsumed));
            }

            return json.Read() ? null : messages;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] OneLine(in ReadOnlySequence<byte> message)
    {
        var text = new byte[message.Length];
        GateEdits.Copy(message, text);
        return text;
    }

    private static byte[] Join(List<ReadOnlyMemory<byte>> texts)
    {
        var joined = new ArrayBufferWriter<byte>(texts.Sum(text => text.Length + 1) + 1);
        for (var index = 0; index < texts.Count; index++)
        {
            joined.Write(index == 0 ? "["u8 : ","u8);
            joined.Write(texts[index].Span);
        }

        joined.Write("]"u8);
        return joined.WrittenSpan.ToArray();
    }
}
