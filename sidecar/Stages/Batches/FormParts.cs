using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Stages.Batches;

/// <summary>Where the parts of a form stand that is held whole, and that a <see cref="FormScanner"/> has found to be well-formed.</summary>
internal static class FormParts
{
    /// <summary>A part, and where its content stands.</summary>
    public readonly record struct Found(FormPart Part, int Start, int Length);

    public static List<Found> Of(ReadOnlySpan<byte> form, ReadOnlySpan<byte> delimiter)
    {
        var parts = new List<Found>();
        var at = delimiter.Length + 2;
        while (at < form.Length)
        {
            var headers = form[at..].IndexOf("\r\n\r\n"u8);
            var start = at + headers + 4;
            var length = headers < 0 ? -1 : form[start..].IndexOf(delimiter) - 2;
            if (length < 0 || FormPart.Read(form.Slice(at, headers)) is not { } part) return parts;
            parts.Add(new(part, start, length));
            at = start + length + 2 + delimiter.Length + 2;
        }

        return parts;
    }
}
