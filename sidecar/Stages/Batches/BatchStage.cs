using System.Buffers;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Unread;

namespace AiGateway.Sidecar.Stages.Batches;

/// <summary>
/// What is to run later is judged now: a list of Anthropic's requests, a file of OpenAI's, and a batch that is started of a file, which must be one that was judged. All else
/// that goes to an endpoint passes unread.
/// </summary>
internal sealed class BatchStage(BodyReader bodies, BodyReaderOptions options, BlockPool pool, CheckedFiles files, UnreadStage unread)
{
    private const int MaxAnswer = 64 * 1024;

    private enum Kind
    {
        Other,
        List,

        /// <summary>A file that may be a batch. One that is too large to be held passes, and can start none.</summary>
        File,
        Start,
    }

    public async Task RunAsync(Reservation reservation, HttpContext http, Reply reply, Snapshot snapshot)
    {
        var kind = KindOf(reservation.Plan.Permit.Call, http.Request);
        if (kind == Kind.Other)
        {
            await unread.RunAsync(reservation, http, reply);
            return;
        }

        var (body, fault) = await bodies.ReadAsync(http);
        if (body is null)
        {
            reply.Refusal = BodyFaults.RefusalOf(fault);
            return;
        }

        using (body) await RunAsync(kind, (reservation, http, reply), body, snapshot);
    }

    private async Task RunAsync(Kind kind, (Reservation Reservation, HttpContext Http, Reply Reply) call, Body body, Snapshot snapshot)
    {
        var account = call.Reservation.Plan.Targets[0].Provider;
        var judge = new BatchJudge(snapshot, account, pool);
        if (Judge(kind, (call.Http, body), judge, (snapshot, account.Name)).Stops(out var refusal, out var rewritten))
        {
            call.Reply.Refusal = refusal;
            return;
        }

        var isChecked = rewritten.Length > 0 && kind == Kind.File;
        var bytes = rewritten.Length > 0 ? rewritten : BuffersExtensions.ToArray(body.Bytes);
        call.Http.Request.Body = new MemoryStream(bytes, writable: false);
        call.Http.Request.ContentLength = bytes.Length;
        using var answer = new MemoryStream();
        await unread.RunAsync(call.Reservation, call.Http, call.Reply, seen => Keep(answer, seen));
        if (!isChecked || call.Http.Response.StatusCode >= 300 || call.Reply.End != ReplyEnd.Completed) return;
        if (BatchJson.TextOf(new(answer.ToArray()), "id") is { Length: > 0 and <= 256 } id) files.Add(account.Name, id, judge.Asks);
    }

    private Step<byte[]> Judge(Kind kind, (HttpContext Http, Body Body) call, BatchJudge judge, (Snapshot Snapshot, string Account) at)
    {
        if (kind == Kind.List)
        {
            if (BatchJson.RewriteList(call.Body.Bytes, judge).Stops(out var unfit, out var list)) return unfit;
            return BatchJudge.Rejudge(at.Snapshot, judge.Asks) is { } uncounted ? uncounted : list;
        }

        if (kind == Kind.File) return BatchFile.Rewrite(BuffersExtensions.ToArray(call.Body.Bytes), FormBoundary.DelimiterOf(call.Http.Request.ContentType)!, judge);
        if (BatchJson.TextOf(call.Body.Bytes, "input_file_id") is not { } id || !files.TryFind(at.Account, id, out var asks))
            return new Refusal(RefusalReason.InvalidField, "'input_file_id' must name a file that this gateway judged when it was uploaded: upload it again, with the purpose 'batch'.", "input_file_id");
        return BatchJudge.Rejudge(at.Snapshot, asks.Value) is { } refusal ? refusal : (byte[])[];
    }

    private Kind KindOf(Call call, HttpRequest request)
    {
        if (request.Method != HttpMethods.Post || call.Operation != Operation.Endpoint) return Kind.Other;
        if (call.Dialect == Dialect.Anthropic) return call.Below == "/messages/batches" ? Kind.List : Kind.Other;
        if (call.Dialect is not (Dialect.OpenAi or Dialect.Azure)) return Kind.Other;
        if (call.Below == "/batches") return Kind.Start;
        return call.Below == "/files" && request.ContentLength <= options.MaxBody && FormBoundary.DelimiterOf(request.ContentType) is not null ? Kind.File : Kind.Other;
    }

    private static void Keep(MemoryStream answer, ReadOnlySpan<byte> bytes) => answer.Write(bytes[..(int)Math.Min(bytes.Length, MaxAnswer - answer.Length)]);
}
