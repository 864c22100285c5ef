using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Asks a model that judges by the way of a ModelRoute: one target after another in the route's order, in each target's own words, until one answers. Its usage is counted apart,
/// also where the try was of no use: one that was stopped, or broke off, is counted as what was asked of it.
/// </summary>
internal sealed class JudgeModel(AttemptPlanners planners, BlockPool pool)
{
    private readonly TimeProvider _clock = planners.Clock;

    /// <summary>The answer; one without a text where none came, or the token stopped it.</summary>
    public async Task<JudgeAnswer> AskAsync(Question question, string model, Conversation conversation, CancellationToken cancellationToken)
    {
        if (question.Callee?.Judges is not { } route || Plan.From(question.Judged.Plan.Permit, route).Stops(out _, out var plan)) return new(null, Faults.NoTarget, []);
        var usage = new List<GuardUsage>();
        var planner = planners.Start(plan);
        var fault = Faults.NoTarget;
        try
        {
            while (planner.Next() is { } next)
            {
                if (next.Wait > TimeSpan.Zero) await Task.Delay(next.Wait, _clock, cancellationToken);
                var asked = new JudgeRequest(question.Check.Facts, route, next.Target, next.Target.Model ?? model);
                var outcome = await TryAsync(asked, conversation, usage, cancellationToken);
                if (outcome.Text is { } text)
                {
                    planner.Succeeded();
                    return new(text, null, [.. usage]);
                }

                fault = outcome.Fault ?? fault;
                if (!(outcome.Failure is { } failure ? planner.Failed(failure) : planner.Skipped())) break;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            planner.Stopped();
            fault = Faults.Timeout;
        }

        return new(null, fault, [.. usage]);
    }

    /// <summary>One target, within the time that the route gives it for a first byte.</summary>
    private async Task<JudgeTry> TryAsync(JudgeRequest asked, Conversation conversation, List<GuardUsage> usage, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(asked.Route.Timeouts?.FirstByteMs is { } limit ? TimeSpan.FromMilliseconds(limit) : Timeout.InfiniteTimeSpan, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await SendAsync(asked, conversation, usage, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, new(0, ErrorKind.Timeout, null)) { Fault = Faults.Timeout };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new(null, new(0, ErrorKind.Server, null)) { Fault = UpstreamFault.WordOf(fault, StopCause.None) };
        }
    }

    private async Task<JudgeTry> SendAsync(JudgeRequest asked, Conversation conversation, List<GuardUsage> usage, CancellationToken cancellationToken)
    {
        using var body = new Body(pool);
        if (asked.Make(conversation, body, _clock) is not { } made) return new(null, null) { Fault = Faults.NoTarget };
        using var request = made.Request;
        var bill = new JudgeBill(asked, (EditedContent)request.Content!);
        try
        {
            return await SendAsync(asked, made, bill, cancellationToken);
        }
        finally
        {
            if (bill.Usage is { } used) usage.Add(used);
        }
    }

    private async Task<JudgeTry> SendAsync(JudgeRequest asked, (HttpRequestMessage Request, WireFormat Format) made, JudgeBill bill, CancellationToken cancellationToken)
    {
        using var answer = await asked.Target.Provider.Http.SendAsync(made.Request, cancellationToken);
        if (!answer.IsSuccessStatusCode) bill.Refused();
        var read = await GuardPost.ReadAsync(answer, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            var status = (int)answer.StatusCode;
            return new(null, new(status, ErrorStatuses.KindOf(status), RetryAfter.Of(answer, _clock.GetUtcNow()))) { Fault = Faults.Status };
        }

        if (read.Fault is not null || Read(made.Format, read.Bytes) is not { } said) return new(null, new(0, ErrorKind.Server, null)) { Fault = read.Fault ?? Faults.Garbage };
        var text = TextOf(said);
        bill.Answered(said.Usage, text.Length, read.Bytes.Length);
        return new(text, null);
    }

    private static Answer? Read(WireFormat format, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // Texts live as long as their document, so it is left to the collector.
            return ConversationFormats.Of(format)!.ReadAnswer(JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = Translation.MaxDepth }).RootElement);
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            return null;
        }
    }

    private static string TextOf(Answer answer)
    {
        var text = new StringBuilder();
        foreach (var part in answer.Choices.Take(1).SelectMany(choice => choice.Parts).OfType<TextPart>()) text.Append(part.Text.ToString());
        return text.ToString();
    }
}
