using System.Collections.Immutable;
using System.Globalization;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Agents;

namespace AiGateway.Operator.Registry;

/// <summary>An account as a status has it, and back: what is written down is all that a new leader counts on from.</summary>
internal static class AccountStatus
{
    /// <summary>The most things that are told.</summary>
    public const int MaxUsed = 256;

    /// <summary>What all their names may take together, in letters: etcd holds no more than 1.5 MiB, and a name is the agent's.</summary>
    private const int MaxNames = 64 * 1024;

    /// <summary>What the things of all processes may take together, in letters.</summary>
    private const int MaxParts = 128 * 1024;

    private const decimal Nanos = 1_000_000_000m;

    public static AgentStatus AddTo(AgentStatus status, AgentAccount account)
    {
        var used = UsedOf(account);
        var places = used.Select((use, place) => (Key: (use.Kind, use.Name), place)).ToDictionary(pair => pair.Key, pair => pair.place);
        return status with { Used = used, Totals = TotalsOf(account.Total), LastSeen = account.LastSeen, Counted = CountedOf(account, places) };
    }

    /// <summary>The account that a status speaks of.</summary>
    public static AgentAccount Read(AgentStatus status, DateTimeOffset now)
    {
        var account = new AgentAccount { Total = AmountsOf(status.Totals ?? new()), LastSeen = status.LastSeen };
        foreach (var use in status.Used) account.Restore((use.Kind, use.Name), new(use.Used, use.Denied), use.At);
        var things = status.Used.Select(use => (use.Kind, use.Name)).ToList();
        foreach (var line in status.Counted)
        {
            if (PartText.Read(line, things, now) is { } part) account.Restore(part);
        }

        return account;
    }

    /// <summary>US dollars, exact to the nano, with at least two digits behind the point.</summary>
    public static string Dollars(long nanos) => (nanos / Nanos).ToString("0.00#######", CultureInfo.InvariantCulture);

    private static ImmutableArray<AgentUse> UsedOf(AgentAccount account)
    {
        var left = MaxNames;
        return
        [
            .. account.Things.OrderByDescending(pair => pair.Value.Count.Used > 0).ThenByDescending(pair => pair.Value.At)
                .ThenBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
                .Take(MaxUsed)
                .TakeWhile(pair => (left -= pair.Key.Name.Length) >= 0)
                .OrderBy(pair => pair.Key.Kind).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
                .Select(pair => new AgentUse { Kind = pair.Key.Kind, Name = pair.Key.Name, Used = pair.Value.Count.Used, Denied = pair.Value.Count.Denied, At = pair.Value.At }),
        ];
    }

    private static ImmutableArray<string> CountedOf(AgentAccount account, Dictionary<(UsedKind Kind, string Name), int> places)
    {
        var left = MaxParts;
        return
        [
            .. account.Parts.Select(part =>
            {
                var line = PartText.Write(part, places, Math.Min(left, 12 * 1024));
                left -= line.Length;
                return line;
            }),
        ];
    }

    private static AgentTotals TotalsOf(Amounts amounts) => new()
    {
        Calls = amounts.Calls,
        Denied = amounts.Denied,
        WouldDeny = amounts.WouldDeny,
        Failed = amounts.Failed,
        InputTokens = amounts.InputTokens,
        OutputTokens = amounts.OutputTokens,
        Cost = Dollars(amounts.Cost),
        EstimatedCost = Dollars(amounts.EstimatedCost),
        Unpriced = amounts.Unpriced,
    };

    private static Amounts AmountsOf(AgentTotals totals) => new()
    {
        Calls = totals.Calls,
        Denied = totals.Denied,
        WouldDeny = totals.WouldDeny,
        Failed = totals.Failed,
        InputTokens = totals.InputTokens,
        OutputTokens = totals.OutputTokens,
        Cost = NanosOf(totals.Cost),
        EstimatedCost = NanosOf(totals.EstimatedCost),
        Unpriced = totals.Unpriced,
    };

    private static long NanosOf(string dollars) =>
        decimal.TryParse(dollars, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= long.MaxValue / Nanos ? (long)(amount * Nanos) : 0;
}
