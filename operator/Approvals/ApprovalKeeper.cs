using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>
/// Makes ApprovalRequests of what sidecars ask, writes what became of them, and tells those who asked. The leader alone. A verdict is written down, by the version of the request that was looked
/// at, before it goes out; a leader that does not know that it was deposed writes nothing that another has written, and a verdict that is said twice lets one call through.
/// </summary>
internal sealed partial class ApprovalKeeper(IApprovalSink sink, WordBoard words, Downlink down, ApprovalKeeperOptions options, ILogger<ApprovalKeeper> logger) : BackgroundService
{
    private const int MaxBuckets = 1024;
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (Envelope Heard, VerdictWord Said)> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenBucket> _paces = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _told = new(0, 1);

    /// <summary>One round: what is missing is made, what changed is written, what is over is removed, and what stands is said.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (!options.Leads() || options.Latest() is not var (inventory, compilation))
        {
            _said.Clear();
            return;
        }

        var heard = words.All(EnvelopeTypes.Approvals);
        var plan = ApprovalPlanner.Plan(new()
        {
            Words = heard,
            Requests = sink.Standing(inventory),
            AgentOf = pod => compilation.Agents.GetValueOrDefault(pod)?.Agent,
            Now = options.Time.GetUtcNow(),
        });
        options.Figures.Note(plan.Open, plan.Unplaced);
        Say(plan, heard);
        foreach (var request in plan.Write) await WriteAsync(request, cancellationToken);
        foreach (var request in plan.Create) await CreateAsync(request, cancellationToken);
        foreach (var key in plan.Delete) await sink.RemoveAsync(key, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        words.Told += Wake;
        while (!stoppingToken.IsCancellationRequested)
        {
            var turned = options.Turned();
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested) Log.Failed(logger, exception.Message);
            }

            await Task.Delay(Spacing, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var round = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(turned, _told.WaitAsync(round.Token), Task.Delay(Longest, options.Time, round.Token));
            await round.CancelAsync();
        }
    }

    private void Wake(Heard heard)
    {
        if (heard.Word.Type != EnvelopeTypes.Approvals || _told.CurrentCount > 0) return;
        try
        {
            _told.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread has woken it.
        }
    }

    /// <summary>What changed, and everything to a pod that has said something: it may have a new stream.</summary>
    private void Say(ApprovalPlan plan, IReadOnlyList<Heard> heard)
    {
        var newest = heard.GroupBy(one => one.PodUid, StringComparer.Ordinal).ToDictionary(of => of.Key, of => of.Last().Word, StringComparer.Ordinal);
        foreach (var gone in _said.Keys.Where(pod => !plan.Say.ContainsKey(pod)).ToList()) _said.Remove(gone);
        foreach (var (pod, word) in plan.Say)
        {
            if (_said.TryGetValue(pod, out var last) && ReferenceEquals(last.Heard, newest[pod]) && Same(last.Said, word)) continue;
            _said[pod] = (newest[pod], word);
            if (!word.Verdicts.IsEmpty || !word.Pending.IsEmpty) down.Say(pod, new() { Type = EnvelopeTypes.Verdicts, Verdicts = word });
        }
    }

    private static bool Same(VerdictWord left, VerdictWord right) =>
        left.Epoch == right.Epoch && left.Verdicts.SequenceEqual(right.Verdicts) && left.Pending.SequenceEqual(right.Pending);

    private async Task CreateAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (!PaceOf(request.Metadata.Namespace).TryTake()) return;
        var made = await sink.CreateAsync(request, cancellationToken);
        if (made.Failed(out var error, out var stands))
        {
            if (!error.IsConflict) Log.Refused(logger, request.Metadata.Namespace, request.Metadata.Name, error.ToString());
            return;
        }

        if (!await WriteAsync(stands with { Status = request.Status }, cancellationToken)) return;
        options.Figures.CountMade();
        var status = request.Status!;
        await TellAsync(stands, "Ask", "ApprovalRequested", $"A call of the tool {status.Tool} of {status.Server} by {status.Agent} waits for a human's word until {status.ExpiresAt:yyyy-MM-ddTHH:mm:ssZ}.", cancellationToken);
    }

    private async Task<bool> WriteAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (await sink.WriteAsync(request, cancellationToken) is { } error)
        {
            if (!error.IsConflict && !error.IsNotFound) Log.Refused(logger, request.Metadata.Namespace, request.Metadata.Name, error.ToString());
            return false; // By a newer version it is looked at again.
        }

        if (request.Status!.Outcome is not { } outcome || outcome == ApprovalOutcome.Pending) return true;
        options.Figures.Count(outcome);
        await TellAsync(request, "Decide", $"Approval{outcome}", SentenceOf(request.Status), cancellationToken);
        return true;
    }

    private static string SentenceOf(ApprovalRequestStatus status) => status.Outcome switch
    {
        ApprovalOutcome.Released => "Approved: this call may be made once.",
        ApprovalOutcome.Used => "The call was let through.",
        ApprovalOutcome.Denied => "Denied: the call is refused.",
        ApprovalOutcome.Expired => "Nobody decided, or the call was not made, in time: the call is refused.",
        _ => "Nobody waits for it any more: the sidecar that asked is gone, or its rules have changed.",
    };

    private Task TellAsync(ApprovalRequest about, string action, string reason, string note, CancellationToken cancellationToken) => sink.TellAsync(
        new()
        {
            Action = action,
            Reason = reason,
            Note = note,
            Type = "Normal",
            ReportingController = "aigateway.dev/operator",
            ReportingInstance = "aigateway-operator",
            Regarding = new() { ApiVersion = Group.ApiVersion, Kind = nameof(ApprovalRequest), Namespace = about.Metadata.Namespace, Name = about.Metadata.Name, Uid = about.Metadata.Uid },
        },
        cancellationToken);

    /// <summary>Whatever agents do, a namespace gets no more requests than this in a while.</summary>
    private TokenBucket PaceOf(string @namespace)
    {
        if (_paces.Count > MaxBuckets) _paces.Clear();
        if (!_paces.TryGetValue(@namespace, out var pace)) _paces[@namespace] = pace = new(ApprovalPlanner.MaxOfAgent, TimeSpan.FromSeconds(1), options.Time);
        return pace;
    }

    private static partial class Log
    {
        [LoggerMessage(620, LogLevel.Warning, "ApprovalRequests could not be kept; they are tried again: {Why}")]
        public static partial void Failed(ILogger logger, string why);

        [LoggerMessage(621, LogLevel.Warning, "The ApprovalRequest {Namespace}/{Name} was refused: {Why}")]
        public static partial void Refused(ILogger logger, string @namespace, string name, string why);
    }
}
