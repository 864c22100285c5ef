using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources.Approvals;

namespace AiGateway.Operator.Approvals;

/// <summary>
/// What follows from what sidecars ask and what stands in the cluster. Pure. A verdict goes down only once it stands in a status, and only to the process that asked; what was asked is taken from
/// the status that a human saw, and a question that says something else by then is dropped.
/// </summary>
internal static class ApprovalPlanner
{
    /// <summary>How long a request that has ended is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>The most undecided requests of one agent, over all its pods.</summary>
    public const int MaxOfAgent = 64;

    /// <summary>The most undecided requests in one namespace.</summary>
    public const int MaxOpen = 256;

    /// <summary>The most requests in one namespace that have ended; the oldest go first.</summary>
    public const int MaxEnded = 256;

    /// <summary>On a request that the operator made, as on all that it keeps.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>The value of <see cref="ManagedByLabel"/>.</summary>
    public const string ManagedBy = "aigateway-operator";

    public static ApprovalPlan Plan(ApprovalLook look)
    {
        var ours = look.Requests.Where(request => request.Metadata.Labels.GetValueOrDefault(ManagedByLabel) == ManagedBy).ToList();
        var words = look.Words.Where(heard => heard.Word.Approvals is not null && look.AgentOf(heard.PodUid) is not null)
            .GroupBy(heard => heard.PodUid, StringComparer.Ordinal)
            .ToDictionary(of => of.Key, of => of.Last(), StringComparer.Ordinal);
        var asked = words.Values
            .SelectMany(heard => heard.Word.Approvals!.Asks.Select(ask => (Key: KeyOf(heard, ask), Heard: heard, Ask: ask)))
            .ToDictionary(one => one.Key);
        var written = ours.Select(request => (Request: request, Next: NextOf(request, words, asked, look))).Where(pair => pair.Next is not null && pair.Next != pair.Request.Status);
        var (made, unplaced) = Create(asked, ours, look);
        return new()
        {
            Create = made,
            Unplaced = unplaced,
            Open = ours.Count(request => request.Status?.Outcome == ApprovalOutcome.Pending),
            Write = [.. written.Select(pair => pair.Request with { Status = pair.Next })],
            Delete = [.. Delete(ours, look.Now)],
            Say = words.Values.ToImmutableDictionary(heard => heard.PodUid, heard => WordOf(heard, ours), StringComparer.Ordinal),
        };
    }

    /// <summary>The request of a question: its name says nothing of it, and nobody can have made one of that name before.</summary>
    public static ObjectKey KeyOf(Heard heard, ApprovalAsk ask) =>
        new(heard.Namespace, "approval-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{heard.PodUid}/{heard.Epoch}/{ask.Id}")))[..16]);

    /// <summary>Whether nothing will come of it any more.</summary>
    public static bool HasEnded(ApprovalRequest request, DateTimeOffset now) => request.Status?.Outcome switch
    {
        ApprovalOutcome.Used or ApprovalOutcome.Denied or ApprovalOutcome.Expired or ApprovalOutcome.Dropped => true,
        ApprovalOutcome.Released => request.Status.ExpiresAt <= now,
        _ => false,
    };

    /// <summary>A place is taken by what is asked, or was: whoever makes requests by hand, under our label too, has no status that the operator wrote, and takes none.</summary>
    private static (ImmutableArray<ApprovalRequest> Made, int Unplaced) Create(Dictionary<ObjectKey, (ObjectKey Key, Heard Heard, ApprovalAsk Ask)> asked, List<ApprovalRequest> ours, ApprovalLook look)
    {
        var known = look.Requests.Select(ObjectKey.Of).ToHashSet();
        var open = ours.Where(request => !HasEnded(request, look.Now) && (request.Status?.Outcome is not null || asked.ContainsKey(ObjectKey.Of(request)))).ToList();
        var perNamespace = open.CountBy(request => request.Metadata.Namespace).ToDictionary(StringComparer.Ordinal);
        var perAgent = open.CountBy(request => (request.Metadata.Namespace, request.Status?.Agent ?? "")).ToDictionary();
        var made = ImmutableArray.CreateBuilder<ApprovalRequest>();
        var unplaced = 0;
        foreach (var (key, heard, ask) in asked.Values.Where(one => one.Ask.End is null && one.Ask.ExpiresAt > look.Now && !known.Contains(one.Key)).OrderBy(one => one.Ask.At).ThenBy(one => one.Ask.Id, StringComparer.Ordinal))
        {
            var status = Ask(heard, ask, look.AgentOf(heard.PodUid)!);
            var agent = (key.Namespace, status.Agent!);
            if (perNamespace.GetValueOrDefault(key.Namespace) >= MaxOpen || perAgent.GetValueOrDefault(agent) >= MaxOfAgent)
            {
                unplaced++;
                continue;
            }

            perNamespace[key.Namespace] = perNamespace.GetValueOrDefault(key.Namespace) + 1;
            perAgent[agent] = perAgent.GetValueOrDefault(agent) + 1;
            var labels = ImmutableDictionary<string, string>.Empty.Add(ManagedByLabel, ManagedBy);
            made.Add(new() { Metadata = new() { Namespace = key.Namespace, Name = key.Name, Labels = labels }, Spec = new(), Status = status });
        }

        return (made.DrainToImmutable(), unplaced);
    }

    private static ApprovalRequestStatus Ask(Heard heard, ApprovalAsk ask, AgentIdentity agent) => new()
    {
        Outcome = ApprovalOutcome.Pending,
        Agent = $"{agent.WorkloadKind}/{agent.WorkloadName}",
        Pod = heard.Pod,
        PodUid = heard.PodUid,
        Epoch = heard.Epoch,
        Question = ask.Id,
        Server = ask.Server,
        Tool = ask.Tool,
        Preview = ask.Preview,
        ArgumentsHash = ask.ArgumentsHash,
        Rule = ask.Rule,
        AskedAt = Second(ask.At),
        ExpiresAt = Second(ask.ExpiresAt),
    };

    /// <summary>What the status is to be; null where there is none to write.</summary>
    private static ApprovalRequestStatus? NextOf(
        ApprovalRequest request, Dictionary<string, Heard> words, Dictionary<ObjectKey, (ObjectKey Key, Heard Heard, ApprovalAsk Ask)> asked, ApprovalLook look)
    {
        var isAsked = asked.TryGetValue(ObjectKey.Of(request), out var one);
        if (request.Status is not { Outcome: { } outcome } status) return isAsked ? Ask(one.Heard, one.Ask, look.AgentOf(one.Heard.PodUid)!) : null;
        if (outcome is not (ApprovalOutcome.Pending or ApprovalOutcome.Released)) return status;
        var next = isAsked ? OfAsked(request, status, one.Ask, look.Now) : OfUnasked(status, words, look);
        return next == outcome ? status : status with { Outcome = next, DecidedAt = Second(look.Now) };
    }

    private static ApprovalOutcome OfAsked(ApprovalRequest request, ApprovalRequestStatus status, ApprovalAsk ask, DateTimeOffset now)
    {
        if (ask.End is { } end) return end switch
        {
            ApprovalEnd.Used => ApprovalOutcome.Used,
            ApprovalEnd.Expired => ApprovalOutcome.Expired,
            _ => ApprovalOutcome.Dropped,
        };
        if (!IsWhatWasShown(status, ask)) return ApprovalOutcome.Dropped;
        if (status.ExpiresAt is not { } expires || expires <= now) return ApprovalOutcome.Expired;
        if (status.Outcome == ApprovalOutcome.Released) return ApprovalOutcome.Released;
        return request.Spec.Decision switch { "Approved" => ApprovalOutcome.Released, "Denied" => ApprovalOutcome.Denied, _ => ApprovalOutcome.Pending };
    }

    /// <summary>A pod of which nothing was heard may only be away; what is released and not asked any more may have been used.</summary>
    private static ApprovalOutcome OfUnasked(ApprovalRequestStatus status, Dictionary<string, Heard> words, ApprovalLook look)
    {
        if (status.Outcome == ApprovalOutcome.Released) return status.ExpiresAt > look.Now ? ApprovalOutcome.Released : ApprovalOutcome.Expired;
        if (status.PodUid is not { } pod || look.AgentOf(pod) is null || words.ContainsKey(pod)) return ApprovalOutcome.Dropped;
        return status.ExpiresAt > look.Now ? ApprovalOutcome.Pending : ApprovalOutcome.Expired;
    }

    private static bool IsWhatWasShown(ApprovalRequestStatus status, ApprovalAsk ask) =>
        status.Question == ask.Id && status.ArgumentsHash == ask.ArgumentsHash && status.Server == ask.Server && status.Tool == ask.Tool && status.Preview == ask.Preview;

    /// <summary>Whole, of one process: what stands written of its questions.</summary>
    private static VerdictWord WordOf(Heard heard, List<ApprovalRequest> ours)
    {
        var open = heard.Word.Approvals!.Asks.Where(ask => ask.End is null).ToDictionary(ask => ask.Id, StringComparer.Ordinal);
        var stand = ours.Where(request => request.Status is { } status && status.PodUid == heard.PodUid && status.Epoch == heard.Epoch
            && status.Question is { } question && open.TryGetValue(question, out var ask) && IsWhatWasShown(status, ask))
            .OrderBy(request => request.Status!.Question, StringComparer.Ordinal).ToList();
        return new()
        {
            Epoch = heard.Epoch,
            Verdicts = [.. stand.Where(request => request.Status!.Outcome is ApprovalOutcome.Released or ApprovalOutcome.Denied).Select(VerdictOf)],
            Pending = [.. stand.Where(request => request.Status!.Outcome == ApprovalOutcome.Pending).Select(request => new ApprovalPending(request.Status!.Question!, NameOf(request)))],
        };
    }

    private static ApprovalVerdict VerdictOf(ApprovalRequest request) => new()
    {
        Id = request.Status!.Question!,
        Approved = request.Status.Outcome == ApprovalOutcome.Released,
        Request = NameOf(request),
        Reason = request.Spec.Reason,
    };

    private static IEnumerable<ObjectKey> Delete(List<ApprovalRequest> ours, DateTimeOffset now) => ours
        .Where(request => HasEnded(request, now))
        .GroupBy(request => request.Metadata.Namespace, StringComparer.Ordinal)
        .SelectMany(of => of.OrderByDescending(EndOf).Select((request, index) => (Request: request, IsOver: index >= MaxEnded || now - EndOf(request) > KeptFor)))
        .Where(pair => pair.IsOver)
        .Select(pair => ObjectKey.Of(pair.Request));

    private static DateTimeOffset EndOf(ApprovalRequest request) => request.Status?.DecidedAt ?? request.Status?.ExpiresAt ?? request.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;

    private static string NameOf(ApprovalRequest request) => $"{request.Metadata.Namespace}/{request.Metadata.Name}";

    /// <summary>As the API keeps it.</summary>
    private static DateTimeOffset Second(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
