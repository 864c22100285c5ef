using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Egress.Peek;

namespace AiGateway.Sidecar.Egress;

/// <summary>What an agent says first, taken out of a pipe: what was looked at there once cannot be looked at anew.</summary>
internal static class PipePeek
{
    /// <summary>The bytes, and what they are; all there are when no more comes in time.</summary>
    /// <exception cref="IOException">The agent is gone.</exception>
    /// <param name="input">The agent's pipe.</param>
    /// <param name="isForTls">Whether nothing but TLS is of interest: anything else then needs no more bytes to be told.</param>
    /// <param name="patience">Ends the wait.</param>
    public static async Task<(PeekResult Result, byte[] First)> ReadAsync(PipeReader input, bool isForTls, CancellationToken patience)
    {
        var first = new ArrayBufferWriter<byte>();
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync(patience);
            }
            catch (OperationCanceledException)
            {
                return (new(PeekKind.Unknown), first.WrittenSpan.ToArray());
            }

            foreach (var segment in read.Buffer) first.Write(segment.Span);
            input.AdvanceTo(read.Buffer.End);
            var result = FirstBytes.Read(first.WrittenSpan);
            var isOpen = result.Kind == PeekKind.NeedMore && (!isForTls || first.WrittenCount == 0 || TlsRecords.MayBegin(first.WrittenSpan));
            if (isOpen && !read.IsCompleted && first.WrittenCount < FirstBytes.Most) continue;
            return (result.Kind == PeekKind.NeedMore ? new(PeekKind.Unknown) : result, first.WrittenSpan.ToArray());
        }
    }
}
