using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers.Approvals;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Approvals;

/// <summary>
/// Lets a call of a tool that needs a human's word go on only with that word: exactly this call, once. The last of the input's checks: what is shown and hashed is what would be sent, and a call
/// that waits has no charge. Waits without a thread, for as long as the rule says and a place is free, then answers that the same call may be made again. The agent that hangs up ends the wait and not
/// the question.
/// </summary>
internal sealed class ApprovalGate
{
    /// <summary>The most calls that wait at once; one more is answered without waiting.</summary>
    public const int MaxWaiting = 64;

    private readonly ApprovalLedger _ledger;
    private readonly ApprovalQuestions _questions;
    private readonly SnapshotHolder _snapshots;
    private readonly TimeProvider _clock;
    private int _waiting;
    private volatile bool _stopping;

    public ApprovalGate(ApprovalLedger ledger, ApprovalQuestions questions, LiveCalls live, SnapshotHolder snapshots, TimeProvider clock)
    {
        (_ledger, _questions, _snapshots, _clock) = (ledger, questions, snapshots, clock);
        live.CuttingAll += Stop;
    }

    /// <summary>Calls that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>As an <see cref="InputCheck"/>, behind all others.</summary>
    public ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken) =>
        plan.Permit.Approvals.IsEmpty ? new((Refusal?)null) : new(AskAsync(plan, plan.Permit.Call.Mcp!, cancellationToken));

    private async Task<Refusal?> AskAsync(Plan plan, McpRequest request, CancellationToken cancellationToken)
    {
        var replyTo = Mcp.ArgumentTexts.ReplyTo(plan, request);
        if (_questions.Of(plan.Permit, request) is not { } questions) return ApprovalRefusal.Unshown with { ReplyTo = replyTo };
        var began = _clock.GetTimestamp();
        var (state, at) = await WaitAsync(questions, WaitOf(plan.Permit), request, cancellationToken);
        var waited = (long)_clock.GetElapsedTime(began).TotalMilliseconds;
        request.Approvals = [.. questions.Select(question => ApprovalRefusal.NoteOf(question, waited)).OfType<ApprovalNote>()];
        if (state == ApprovalState.Used) return null;
        var refusal = state == ApprovalState.Dropped ? DeniedSince(plan.Permit.Call) : null;
        return (refusal is null ? ApprovalRefusal.Of(state, at, waited) : refusal with { Approval = ApprovalRefusal.NoteOf(at, waited) }) with { ReplyTo = replyTo };
    }

    /// <summary>What the rules say that dropped the question, where they deny the call: to make it again would be of no use.</summary>
    private Refusal? DeniedSince(Call call) => _snapshots.Current?.Decide(call.Ask) is { Allowed: false } denial ? Refusal.Of(denial, call.Model) : null;

    private async Task<(ApprovalState State, ApprovalQuestion At)> WaitAsync(ImmutableArray<ApprovalQuestion> questions, TimeSpan most, McpRequest request, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        var mayWait = most > TimeSpan.Zero && Interlocked.Increment(ref _waiting) <= MaxWaiting;
        try
        {
            while (true)
            {
                var changed = _ledger.Changed;
                var stands = _ledger.Look(questions);
                var left = most - _clock.GetElapsedTime(began);
                if (stands.State != ApprovalState.Open || !mayWait || _stopping || left <= TimeSpan.Zero) return stands;
                await PauseAsync(changed, left, request.KeepAlive, cancellationToken);
            }
        }
        finally
        {
            if (most > TimeSpan.Zero) Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Until something changes, or it is time to look again; a stream is kept alive meanwhile.</summary>
    private async Task PauseAsync(Task changed, TimeSpan left, KeepAlive? stream, CancellationToken cancellationToken)
    {
        var pause = left < KeepAlive.Every ? left : KeepAlive.Every;
        try
        {
            await changed.WaitAsync(pause, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            if (stream is not null && pause == KeepAlive.Every) await stream.BeatAsync(cancellationToken);
        }
    }

    /// <summary>The shortest of what the messages may wait.</summary>
    private static TimeSpan WaitOf(Permit permit) => TimeSpan.FromSeconds(permit.Approvals.Min(need => need?.WaitSeconds ?? int.MaxValue));

    private void Stop()
    {
        _stopping = true;
        _ledger.Wake();
    }
}
