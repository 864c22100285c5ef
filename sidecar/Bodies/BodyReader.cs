using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Bodies;

/// <summary>Reads a request's body into blocks, bounded in bytes and in time; never looks at what it says.</summary>
internal sealed class BodyReader(BlockPool pool, BodyReaderOptions options, TimeProvider clock)
{
    /// <summary>The whole body, which the caller disposes, or what was wrong with it.</summary>
    public async ValueTask<(Body? Body, BodyFault Fault)> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > options.MaxBody) return (null, BodyFault.TooLarge);

        // The bound is ours alone, so that its refusal speaks the caller's dialect.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound) bound.MaxRequestBodySize = null;

        var body = new Body(pool);
        var fault = await ReadAllAsync(http.Request.BodyReader, body);
        if (fault == BodyFault.None) return (body, fault);

        body.Dispose();
        return (null, fault);
    }

    private async ValueTask<BodyFault> ReadAllAsync(PipeReader reader, Body body)
    {
        CancellationTokenSource? timeout = null;
        try
        {
            while (true)
            {
                // What has arrived already needs no timer.
                if (!reader.TryRead(out var read))
                {
                    timeout ??= new CancellationTokenSource(options.Timeout, clock);
                    read = await reader.ReadAsync(timeout.Token);
                }

                var fault = Take(read.Buffer, body);
                reader.AdvanceTo(read.Buffer.End);
                if (fault != BodyFault.None || read.IsCompleted) return fault;
            }
        }
        catch (OperationCanceledException) when (timeout?.IsCancellationRequested == true)
        {
            return BodyFault.TooSlow;
        }
        catch (BadHttpRequestException broken)
        {
            return broken.StatusCode == StatusCodes.Status408RequestTimeout ? BodyFault.TooSlow : BodyFault.Broken;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return BodyFault.Broken;
        }
        finally
        {
            timeout?.Dispose();
        }
    }

    private BodyFault Take(in ReadOnlySequence<byte> arrived, Body body)
    {
        if (body.Length + arrived.Length > options.MaxBody) return BodyFault.TooLarge;
        foreach (var part in arrived)
        {
            if (!body.TryAppend(part.Span)) return BodyFault.BudgetSpent;
        }

        return BodyFault.None;
    }
}
