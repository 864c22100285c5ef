using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Stages.Unread;

namespace AiGateway.Sidecar.Stages.Batches;

/// <summary>A file's upload, held whole: where it is to be a batch, each of its lines is judged.</summary>
internal static class BatchFile
{
    private const int MaxLines = 50_000;
    private const string Batch = "batch";

    /// <summary>The form as it may leave; an empty one where the file is to be no batch, and passes as it came.</summary>
    public static Step<byte[]> Rewrite(byte[] form, byte[] delimiter, BatchJudge judge)
    {
        var scanner = new FormScanner(delimiter);
        scanner.Feed(form);
        if (scanner.Fault != FormFault.None || !scanner.IsClosed) return FormFaults.RefusalOf(scanner.Fault);

        var parts = FormParts.Of(form, delimiter);
        var purposes = parts.Where(part => part.Part.Name.Trim().Equals("purpose", StringComparison.OrdinalIgnoreCase)).ToList();
        if (purposes is not [{ Part.Name: "purpose" } purpose]) return Unfit("'purpose' must stand in the form once.");
        var text = System.Text.Encoding.Latin1.GetString(form.AsSpan(purpose.Start, purpose.Length));
        if (text != Batch) return text.Contains(Batch, StringComparison.OrdinalIgnoreCase) ? Unfit("'purpose' must be spelled 'batch' for a batch.") : (byte[])[];
        return parts.Where(part => part.Part.IsFile).ToList() is [var file] ? RewriteLines(form, file, judge) : Unfit("One file must stand in the form.");
    }

    private static Step<byte[]> RewriteLines(byte[] form, FormParts.Found file, BatchJudge judge)
    {
        using var whole = new MemoryStream();
        whole.Write(form.AsSpan(0, file.Start));
        var left = form.AsMemory(file.Start, file.Length);
        for (var lines = 0; !left.IsEmpty; lines++)
        {
            if (lines == MaxLines) return Unfit($"The batch has more than {MaxLines} lines.");
            var end = left.Span.IndexOf((byte)'\n');
            var line = end < 0 ? left : left[..end];
            left = end < 0 ? default : left[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            if (BatchJson.RewriteLine(line, judge).Stops(out var refusal, out var rewritten)) return refusal;
            whole.Write(rewritten);
            whole.WriteByte((byte)'\n');
        }

        whole.Write(form.AsSpan(file.Start + file.Length));
        return whole.ToArray();
    }

    private static Refusal Unfit(string what) => new(RefusalReason.InvalidField, what, "purpose");
}
