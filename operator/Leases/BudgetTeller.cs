using System.Globalization;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>Says in each Budget's status how much of it is used and out: at most every ten seconds, and only where something changed.</summary>
internal sealed class BudgetTeller(LedgerShelf shelf, BudgetSink sink)
{
    private const long Every = 10_000;
    private const int AtOnce = 8;

    private readonly Dictionary<string, BudgetStatus> _told = new(StringComparer.Ordinal);
    private long _toldAt;

    /// <summary>What was told before is not known to stand: another replica may have led since.</summary>
    public void Clear()
    {
        _told.Clear();
        _toldAt = 0;
    }

    public async Task TellAsync(Inventory inventory, long now, CancellationToken cancellationToken)
    {
        if (now - _toldAt < Every) return;
        _toldAt = now;
        var changed = new List<(Budget Budget, BudgetStatus Figures)>();
        foreach (var budget in inventory.Budgets)
        {
            var id = new BookId(LimitScope.Budget, $"{budget.Metadata.Namespace}/{budget.Metadata.Name}", "");
            if (shelf.Find(id) is not { IsUnreadable: false } book || book.Count("") is not { } ledger) continue;
            var figures = book.Terms.IsKnown ? Of(ledger, now) : Of(ledger, now) with { Limit = budget.Status?.Limit, MaxOvershoot = budget.Status?.MaxOvershoot, MaxOvershootText = budget.Status?.MaxOvershootText };
            if (figures != (_told.GetValueOrDefault(budget.Metadata.Uid) ?? Told(budget.Status))) changed.Add((budget, figures));
        }

        await Parallel.ForEachAsync(changed, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (change, token) =>
        {
            if (!await sink(change.Budget, change.Figures, token)) return;
            lock (_told) _told[change.Budget.Metadata.Uid] = change.Figures;
        });
        foreach (var uid in _told.Keys.Except(inventory.Budgets.Select(budget => budget.Metadata.Uid)).ToList()) _told.Remove(uid);
    }

    internal static BudgetStatus Of(Ledger ledger, long now)
    {
        ledger.Window.Roll(now);
        var terms = ledger.Terms;
        var most = Text(terms, terms.MaxOut);
        return new()
        {
            Consumed = Text(terms, terms.IsStock ? ledger.UnderWay : ledger.Window.Used),
            Estimated = Text(terms, ledger.Window.Estimated),
            Limit = Text(terms, terms.Amount),
            Out = Text(terms, ledger.Out),
            Holders = ledger.Holding,
            MaxOvershoot = most,
            Overdrawn = Text(terms, ledger.Overdrawn),
            MaxOvershootText = Meaning(terms, most),
            ResetsAt = ledger.Window.ResetsAt is { } at ? DateTimeOffset.FromUnixTimeSeconds((at + 999) / 1000) : null,
        };
    }

    /// <summary>A limit of calls is never passed: each is one, before and after.</summary>
    private static string Meaning(LedgerTerms terms, string most)
    {
        if (terms.IsStock) return "What is out is held, and never more than the limit.";
        var head = $"At most {most} stand in slices at sidecars at one time, or what one call alone needs";
        return terms.Unit == LimitUnit.Requests
            ? $"{head}; the limit is not passed: each call is one."
            : $"{head}. The limit is passed by no more than what calls under way use beyond what was reserved for them: a stream until it is cut, an answer that comes whole by all that it is above its estimate. A max_tokens bounds the output of both.";
    }

    /// <summary>In the unit of the Budget's limit: US dollars with as many digits as there are.</summary>
    private static string Text(LedgerTerms terms, long amount) =>
        terms.Unit == LimitUnit.Usd ? (amount / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture) : amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands in the object of what is told here.</summary>
    private static BudgetStatus? Told(BudgetStatus? status) => status is null ? null : new()
    {
        Consumed = status.Consumed, Estimated = status.Estimated, Limit = status.Limit, Out = status.Out, Holders = status.Holders,
        Overdrawn = status.Overdrawn, MaxOvershoot = status.MaxOvershoot, MaxOvershootText = status.MaxOvershootText, ResetsAt = status.ResetsAt,
    };
}
