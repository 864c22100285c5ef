using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>Reads a form as far as its model, and no further: the files stay where they are until the call may be made.</summary>
internal sealed class FormReader(BlockPool pool, BodyReaderOptions options, TimeProvider clock)
{
    private const int MaxHead = 64 * 1024;

    /// <summary>The form, or what is wrong with it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="named">The model that the path names; null where the form must.</param>
    public async ValueTask<Step<FormRequest>> ReadAsync(HttpContext http, string? named)
    {
        if (http.Request.Headers.ContentEncoding.Count > 0 || FormBoundary.DelimiterOf(http.Request.ContentType) is not { } delimiter)
            return new Refusal(RefusalReason.WrongContentType, "The body must be multipart/form-data with one boundary, without a content encoding.");

        var form = new FormRequest(new Body(pool), new FormScanner(delimiter), delimiter);
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        var refusal = await FillAsync(form, http.Request.BodyReader, timeout) ?? Judge(form.Scanner, named);
        if (refusal is null) return form;
        form.Dispose();
        return refusal;
    }

    private static Refusal? Judge(FormScanner scanner, string? named)
    {
        if (scanner.Fault != FormFault.None) return FormFaults.RefusalOf(scanner.Fault);
        scanner.ModelIsKnown = true;
        if (scanner.Model is not { } model) return named is not null ? null : scanner.HasFile || !scanner.IsClosed ? FormFaults.ModelLate : ModelNames.Invalid("is missing");
        return named is not null && named != model ? FormFaults.OtherModel : ModelNames.Check(model);
    }

    private static async ValueTask<Refusal?> FillAsync(FormRequest form, PipeReader reader, CancellationTokenSource timeout)
    {
        try
        {
            while (!IsEnough(form))
            {
                var read = await reader.ReadAsync(timeout.Token);
                var fault = Take(form, read.Buffer, out var taken);
                reader.AdvanceTo(read.Buffer.GetPosition(taken));
                if (fault != BodyFault.None) return BodyFaults.RefusalOf(fault);
                if (read.IsCompleted && taken == read.Buffer.Length) return form.Scanner.IsClosed ? null : BodyFaults.RefusalOf(BodyFault.Broken);
            }

            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return BodyFaults.RefusalOf(BodyFault.TooSlow);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return BodyFaults.RefusalOf(BodyFault.Broken);
        }
    }

    private static bool IsEnough(FormRequest form) =>
        form.Scanner.Fault != FormFault.None || form.Scanner.Model is not null || form.Scanner.HasFile || form.Head.Length >= MaxHead;

    private static BodyFault Take(FormRequest form, in ReadOnlySequence<byte> arrived, out long taken)
    {
        taken = 0;
        foreach (var part in arrived)
        {
            var room = (int)Math.Min(part.Length, MaxHead - form.Head.Length);
            var count = form.Scanner.Feed(part.Span[..room], untilKnown: true);
            if (!form.Head.TryAppend(part.Span[..count])) return BodyFault.BudgetSpent;
            taken += count;
            if (IsEnough(form)) break;
        }

        return BodyFault.None;
    }
}
