using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>
/// Reads a form as far as its model, and no further: the files stay where they are until the call may be made. Where a file or much else stands before the model, the form
/// is read whole, bounded like any body.
/// </summary>
internal sealed class FormReader(BlockPool pool, BodyReaderOptions options, TimeProvider clock)
{
    private const int MaxHead = 64 * 1024;

    /// <summary>The form, or what is wrong with it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="named">The model that the path names; null where the form must.</param>
    /// <param name="countsChoices">Whether it matters how many answers the form asks for: it is read as far as its first file then.</param>
    public async ValueTask<Step<FormRequest>> ReadAsync(HttpContext http, string? named, bool countsChoices)
    {
        if (http.Request.Headers.ContentEncoding.Count > 0 || FormBoundary.DelimiterOf(http.Request.ContentType) is not { } delimiter)
            return new Refusal(RefusalReason.WrongContentType, "The body must be multipart/form-data with one boundary, without a content encoding.");

        var form = new FormRequest(new Body(pool), new FormScanner(delimiter) { CountsChoices = countsChoices }, delimiter);
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        var refusal = await FillAsync(form, http.Request.BodyReader, timeout);
        if (refusal is null && named is null && IsOpen(form.Scanner)) refusal = await FillWholeAsync(form, http, timeout);
        refusal ??= Judge(form.Scanner, named);
        if (refusal is null) return form;
        form.Dispose();
        return refusal;
    }

    private static Refusal? Judge(FormScanner scanner, string? named)
    {
        if (scanner.Fault != FormFault.None) return FormFaults.RefusalOf(scanner.Fault);
        scanner.ModelIsKnown = true;
        if (scanner.Model is not { } model) return named is not null ? null : ModelNames.Invalid("is missing");
        return named is not null && named != model ? FormFaults.OtherModel : ModelNames.Check(model);
    }

    /// <summary>Whether the model may still come.</summary>
    private static bool IsOpen(FormScanner scanner) => scanner is { Fault: FormFault.None, Model: null, IsClosed: false };

    private async ValueTask<Refusal?> FillWholeAsync(FormRequest form, HttpContext http, CancellationTokenSource timeout) =>
        http.Request.ContentLength > options.MaxBody ? BodyFaults.RefusalOf(BodyFault.TooLarge) : await FillAsync(form, http.Request.BodyReader, timeout, options.MaxBody);

    /// <param name="form">Filled with what arrives.</param>
    /// <param name="reader">The request's body.</param>
    /// <param name="timeout">Ends the wait.</param>
    /// <param name="most">How much is read where the whole form is; null where its head is enough.</param>
    private static async ValueTask<Refusal?> FillAsync(FormRequest form, PipeReader reader, CancellationTokenSource timeout, long? most = null)
    {
        try
        {
            while (!IsEnough(form, most))
            {
                var read = await reader.ReadAsync(timeout.Token);
                var fault = Take(form, read.Buffer, most, out var taken);
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

    /// <summary>A whole form is enough at its end alone, so that nothing leaves before all of it was looked at.</summary>
    private static bool IsEnough(FormRequest form, long? most) =>
        form.Scanner.Fault != FormFault.None || (most is null && (form.Scanner.IsKnown || form.Head.Length >= MaxHead));

    private static BodyFault Take(FormRequest form, in ReadOnlySequence<byte> arrived, long? most, out long taken)
    {
        taken = 0;
        if (form.Head.Length + arrived.Length > most) return BodyFault.TooLarge;
        foreach (var part in arrived)
        {
            var room = most is null ? (int)Math.Min(part.Length, MaxHead - form.Head.Length) : part.Length;
            var count = form.Scanner.Feed(part.Span[..room], untilKnown: most is null);
            if (!form.Head.TryAppend(part.Span[..count])) return BodyFault.BudgetSpent;
            taken += count;
            if (IsEnough(form, most)) break;
        }

        return BodyFault.None;
    }
}
