using System.Buffers;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>A body with edits made.</summary>
internal static class BodyEdits
{
    /// <summary>The bytes with the edits, which are ordered and do not overlap, in their place.</summary>
    public static byte[] Apply(in ReadOnlySequence<byte> body, IReadOnlyList<BodyEdit> edits)
    {
        var edited = new byte[body.Length + edits.Sum(edit => edit.Text.Length - edit.Length)];
        var (from, to) = (0L, 0);
        foreach (var edit in edits)
        {
            Copy(body.Slice(from, edit.Start - from), edited, ref to);
            edit.Text.Span.CopyTo(edited.AsSpan(to));
            (from, to) = (edit.Start + edit.Length, to + edit.Text.Length);
        }

        Copy(body.Slice(from), edited, ref to);
        return edited;
    }

    private static void Copy(in ReadOnlySequence<byte> bytes, byte[] edited, ref int to)
    {
        bytes.CopyTo(edited.AsSpan(to));
        to += (int)bytes.Length;
    }
}
