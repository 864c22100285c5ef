using System.Buffers;
using System.Security.Cryptography;

namespace AiGateway.Sidecar.Bodies;

/// <summary>The SHA-256 of a body as <see cref="EditedContent"/> sends it, for providers whose requests are signed.</summary>
internal static class BodyHash
{
    /// <param name="body">As it came.</param>
    /// <param name="edits">Ordered, not overlapping.</param>
    public static byte[] HashOf(Body body, ReadOnlySpan<BodyEdit> edits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = body.Bytes;
        var position = 0L;
        foreach (var edit in edits)
        {
            Append(hash, bytes.Slice(position, edit.Start - position));
            hash.AppendData(edit.Text.Span);
            position = edit.Start + edit.Length;
        }

        Append(hash, bytes.Slice(position));
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, in ReadOnlySequence<byte> bytes)
    {
        foreach (var part in bytes) hash.AppendData(part.Span);
    }
}
