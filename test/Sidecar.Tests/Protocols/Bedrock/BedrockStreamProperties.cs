using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Bedrock;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

/// <summary>Whatever is streamed, with calls open together in any order, is read back from the bytes as the same parts.</summary>
public sealed class BedrockStreamProperties
{
    private static readonly string[] s_pieces = ["a", "\"", "{}", "ä", "🙂", "\n", " ", "\\u0041", "", "long " + new string('x', 500)];
    private static readonly PartKind[] s_kinds = [PartKind.Text, PartKind.Reasoning, PartKind.ToolCall, PartKind.ToolCall];

    private static readonly Gen<(PartKind Kind, string[] Pieces)> s_part =
        from kind in Gen.Elements(s_kinds)
        from pieces in Gen.Choose(0, 4).SelectMany(count => Gen.Elements(s_pieces).ArrayOf(count))
        select (kind, pieces);

    [Fact]
    public void Writer_AnyParts_AreReadBack() => Prop.ForAll(
        s_part.ArrayOf(6).ToArbitrary(),
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        Gen.Choose(1, 200).ToArbitrary(),
        (parts, seed, size) => Assert.Equal(Expected(parts), Read(Written(parts, new Random(seed)), size))).QuickCheckThrowOnFailure();

    private static List<string> Expected((PartKind Kind, string[] Pieces)[] parts) =>
    [
        .. parts.Select((part, index) => (part.Kind, Text: string.Concat(part.Pieces), Index: index))
            .Where(part => part.Text.Length > 0 || part.Kind == PartKind.ToolCall)
            .Select(part => part.Kind == PartKind.ToolCall ? $"ToolCall id{part.Index} {(part.Text.Length > 0 ? part.Text : "{}")}" : $"{part.Kind}  {part.Text}"),
    ];

    /// <summary>Calls that follow each other are open together, and their pieces come in any order.</summary>
    private static byte[] Written((PartKind Kind, string[] Pieces)[] parts, Random random)
    {
        var (writer, frames) = (new BedrockDeltaWriter(), new ArrayBufferWriter<byte>());
        writer.Write(new(DeltaKind.Start), frames);
        for (var at = 0; at < parts.Length;)
        {
            var count = 1;
            while (parts[at].Kind == PartKind.ToolCall && at + count < parts.Length && parts[at + count].Kind == PartKind.ToolCall) count++;
            foreach (var delta in Together(parts, at, count, random)) writer.Write(delta, frames);
            at += count;
        }

        writer.Write(new(DeltaKind.ChoiceEnd) { Stop = StopReason.EndTurn }, frames);
        writer.Write(new(DeltaKind.End), frames);
        return frames.WrittenSpan.ToArray();
    }

    private static IEnumerable<Delta> Together((PartKind Kind, string[] Pieces)[] parts, int from, int count, Random random)
    {
        var queues = Enumerable.Range(from, count).Select(part => new Queue<Delta>(DeltasOf(parts[part], part))).ToList();
        foreach (var queue in queues) yield return queue.Dequeue();
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            yield return queue.Dequeue();
            if (queue.Count == 0) queues.Remove(queue);
        }
    }

    private static IEnumerable<Delta> DeltasOf((PartKind Kind, string[] Pieces) part, int index)
    {
        var isCall = part.Kind == PartKind.ToolCall;
        var id = string.Create(CultureInfo.InvariantCulture, $"id{index}");
        yield return new(DeltaKind.PartStart) { Part = index, Opens = part.Kind, Id = isCall ? id : null, Name = isCall ? "n" : null };
        foreach (var piece in part.Pieces.Where(piece => piece.Length > 0)) yield return new(isCall ? DeltaKind.Arguments : DeltaKind.Text) { Part = index, Text = piece };
        yield return new(DeltaKind.PartEnd) { Part = index };
    }

    private static List<string> Read(byte[] bytes, int size)
    {
        var reader = new BedrockDeltaReader();
        List<Delta> deltas = [];
        var rest = EventStreamTests.Split(bytes, size);
        while (EventStreamReader.TryReadMessage(rest, out var message, out var length))
        {
            reader.Read(new() { Name = message.Name, Data = JsonDocument.Parse(message.Payload).RootElement, IsException = message.IsException }, deltas);
            rest = rest.Slice(length);
        }

        Assert.True(rest.IsEmpty && reader.Finish(deltas));
        Assert.Equal(deltas.Count(delta => delta.Kind == DeltaKind.PartStart), deltas.Count(delta => delta.Kind == DeltaKind.PartEnd));
        return
        [
            .. deltas.Where(delta => delta.Kind == DeltaKind.PartStart)
                .Select(start => $"{start.Opens} {start.Id} {string.Concat(deltas.Where(delta => delta.Part == start.Part && delta.Kind is DeltaKind.Text or DeltaKind.Arguments).Select(delta => delta.Text.ToString()))}"),
        ];
    }
}
