using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>What was used of every limit, across snapshots and calls: opens charges and knows the counts behind them. No lock on the way of a call.</summary>
internal sealed class LimitLedger(TimeProvider clock, KeptCounts? kept = null)
{
    /// <summary>Leased counts that have no key of their own find a place too.</summary>
    private readonly KeyRoom _room = new(SliceWord.MaxSlices - LimitCheck.MostLimits);

    private readonly ConcurrentDictionary<(string Limit, LimitScope Scope), LimitState> _states = new();
    private readonly ConditionalWeakTable<LimitPlan, LimitBook> _books = new();
    private readonly Dictionary<(string Limit, LimitScope Scope), LeftLimit> _left = [];
    private readonly Lock _binding = new();

    /// <summary>The most limits of which totals are kept when they are given up; beyond, they stay whole.</summary>
    private const int MostLeft = 4096;

    private OperatorLink _link = OperatorLink.None;

    /// <summary>The way to who leases slices.</summary>
    public OperatorLink Link
    {
        get => Volatile.Read(ref _link);
        set => Volatile.Write(ref _link, value);
    }

    /// <summary>Set once the process stops: nothing is spent after it.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether the operator's stream is open.</summary>
    public bool IsConnected => Link.IsConnected();

    public TimeProvider Clock => clock;

    /// <summary>Milliseconds since 1970 in UTC.</summary>
    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public OutputSeen Seen { get; } = new();

    /// <summary>Every limit that is in force, or was and is not given up yet.</summary>
    public ICollection<LimitState> States => _states.Values;

    /// <summary>What the call would hold of its limits; null where none counts it. Nothing is taken yet.</summary>
    public CallCharge? Open(Plan plan, CallRecord record, IHeaderDictionary headers)
    {
        if (record.Snapshot is not { Limits: { IsEmpty: false } limits }) return null;
        var book = BookOf(limits);
        var holds = HoldFinder.Find(book, plan, headers);
        if (holds.Length == 0) return null;
        var charge = new CallCharge(this, plan, record, holds) { Book = book };
        charge.Expect(CallEstimate.Of(plan, Seen, out var isBound), isBound);
        return charge;
    }

    /// <summary>
    /// A charge that was opened a while ago and has taken nothing: expects what is asked by now, since a check may have changed that, and finds its counts anew where a limit was given up meanwhile.
    /// </summary>
    public CallCharge Renew(CallCharge opened, CallRecord record, IHeaderDictionary headers)
    {
        if (!ReferenceEquals(BookOf(opened.Book.Plan), opened.Book) && Open(opened.Plan, record, headers) is { } anew) return anew;
        opened.Expect(CallEstimate.Of(opened.Plan, Seen, out var isBound), isBound);
        return opened;
    }

    /// <summary>The call has ended, in whatever way.</summary>
    public void Settle(CallRecord record, IHeaderDictionary headers)
    {
        var charge = record.Charge ?? (record.Plan is { Guard.Usage.Count: > 0 } plan ? Open(plan, record, headers) : null);
        charge?.Settle(record);
        if (record is not { Reply: { End: ReplyEnd.Completed, Usage.Source: UsageSource.Reported }, Call: { } call } || !CallEstimate.HasOutput(call.Operation)) return;
        Seen.Add(record.Plan!.Route.Name, record.Reply.Usage.Output / (call.Request is { } request ? request.Choices * request.Prompts : call.Form?.Scanner.Choices ?? 1));
    }

    /// <summary>What a try is taken to have used whose provider never said: as much as was reserved for it. Nothing of a call that uses no tokens.</summary>
    public Usage Expect(Plan plan, Charge? charge)
    {
        if (!CallEstimate.UsesTokens(plan.Permit.Call.Operation)) return default;
        var once = charge is CallCharge held ? held.Once : CallEstimate.Of(plan, Seen, out _);
        return new(once.Input, once.Output, UsageSource.Estimated) { Images = once.Images, Units = once.Units };
    }

    /// <summary>Something was taken of the hold, or could not be.</summary>
    public void Touched(in Hold hold)
    {
        if (hold.Count is SliceCount slice && (slice.Lacks || slice.RunsLow(hold.Limit.Rule))) Link.Ask();
    }

    /// <summary>Has the operator asked for what is lacking; the number of the word that says so.</summary>
    public long Ask() => Link.Ask();

    /// <summary>The state of a limit that was ever in force; null for any other.</summary>
    public LimitState? Find(string limit, LimitScope scope) => _states.GetValueOrDefault((limit, scope));

    /// <summary>The states of a plan's limits; made once a plan.</summary>
    public LimitBook BookOf(LimitPlan plan) => _books.TryGetValue(plan, out var book) ? book : _books.GetValue(plan, Bind);

    /// <summary>Gives up a limit that no rule names. Rules of before that should still come to it find it anew.</summary>
    public void Drop(LimitState state)
    {
        lock (_binding)
        {
            var key = (state.Rule.Limit, state.Rule.Scope);
            if (state.UnnamedSince == 0 || _left.Count >= MostLeft || !_states.TryRemove(new(key, state))) return;
            if (state.Leave() is { IsEmpty: false } left) _left[key] = left;
            foreach (var (plan, book) in _books)
            {
                if (book.States.Contains(state)) _books.Remove(plan);
            }
        }
    }

    /// <summary>Once a plan, and not while a limit is given up.</summary>
    private LimitBook Bind(LimitPlan plan)
    {
        lock (_binding) return new(plan, [.. plan.Limits.Select(limit => StateOf(limit.Rule))]);
    }

    private LimitState StateOf(LimitRule rule)
    {
        var key = (rule.Limit, rule.Scope);
        while (true)
        {
            if (!_states.TryGetValue(key, out var there))
            {
                there = new(rule, _room, kept);
                if (_left.Remove(key, out var left)) there.Return(left);
                if (_states.TryAdd(key, there)) return there;
                continue;
            }

            if (there.Fits(rule))
            {
                there.UnnamedSince = 0;
                there.Update(rule);
                return there;
            }

            var fresh = new LimitState(rule, _room, kept);
            fresh.Follow(there);
            if (_states.TryUpdate(key, fresh, there)) return fresh;
        }
    }
}
