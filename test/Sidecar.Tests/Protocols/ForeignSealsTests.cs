using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Tests.Protocols;

public sealed class ForeignSealsTests
{
    [Theory]
    [InlineData("""{"signature":"aigw1.gemini.c2ln"}""", true)]
    [InlineData("""{"thoughtSignature":"YWlndzEuYW50aHJvcGljLkE="}""", true)]
    [InlineData("""{"thoughtSignature":"YWlndzFzLmFudGhyb3BpYy5B"}""", true)]
    [InlineData("""{"signature":"EqQBCgIYAhIM"}""", false)]
    [InlineData("aigw1", false)]
    [InlineData("", false)]
    public void AreIn_AnyPieces_FindsTheMark(string text, bool found)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length + 1; size++) Assert.Equal(found, ForeignSeals.AreIn(Pieces(bytes, size)));
    }

    private static ReadOnlySequence<byte> Pieces(byte[] bytes, int size)
    {
        Piece? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += size)
        {
            last = new(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), last);
            first ??= last;
        }

        return first is null ? default : new(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, Piece? before)
        {
            Memory = bytes;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
