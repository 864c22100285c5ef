namespace AiGateway.Operator.Leases;

/// <summary>
/// Who gets how much of what there is. Small wishes first, none above an even share while others hold something or ask; what is left goes to those that asked for more; and where there is plenty
/// a process gets somewhat more than it asked for, so that it asks less often. The less there is, the smaller the slices: the last of a limit does not end up with one that does not need it.
/// </summary>
internal static class Slicing
{
    private const int Spare = 4;

    /// <summary>Grants what there is to those that ask, and returns those that were granted more.</summary>
    public static IReadOnlyList<Holder> Share(Ledger ledger, long now)
    {
        ledger.Window.Roll(now);
        if (ledger.Asking.Count == 0) return [];
        var asking = ledger.Asking.OrderBy(holder => holder.Wanted).ThenBy(holder => holder.Id).ToList();
        var before = asking.ConvertAll(holder => holder.Granted);
        foreach (var holder in asking) Settle(ledger, holder);

        var sharers = ledger.Holding + asking.Count(holder => ledger.HeldBy(holder) == 0) + 1;
        var even = Math.Max(1, Math.Min(ledger.Terms.MaxOut, ledger.Room + ledger.Out) / sharers);
        foreach (var holder in asking) Give(ledger, holder, Math.Min(holder.Wanted, even - ledger.HeldBy(holder)));
        for (var index = 0; index < asking.Count; index++) Give(ledger, asking[index], Math.Min(asking[index].Wanted, Math.Max(1, Free(ledger) / (asking.Count - index))));
        foreach (var holder in asking) GiveAlone(ledger, holder);
        foreach (var holder in asking.Where(holder => holder.Wanted == 0)) Give(ledger, holder, (Free(ledger) / (Spare * sharers)) - ledger.HeldBy(holder));
        return [.. asking.Where((holder, index) => holder.Granted > before[index])];
    }

    /// <summary>What may go out now: there is room for it, and not too much is out.</summary>
    public static long Free(Ledger ledger) => Math.Max(0, Math.Min(ledger.Room, ledger.Terms.MaxOut - ledger.Out));

    /// <summary>When there is room for what it asks for; null where it has all of it. What other processes hold comes back at any time.</summary>
    public static long? RoomAt(Ledger ledger, Holder holder, long now)
    {
        if (holder.Wanted == 0) return null;
        var missing = Math.Min(holder.Wanted, Math.Max(1, ledger.Terms.Amount)) - ledger.Room;
        if (missing <= 0) return now + Soon;
        if (ledger.Window.FreedAt(missing) is { } freed) return freed;
        return ledger.Out > 0 ? now + Soon : ledger.Window.ResetsAt ?? now + Math.Max(Soon, ledger.Terms.Window);
    }

    private const long Soon = 1000;

    /// <summary>What it used beyond its grants was consumed already: granting it gives nobody anything to spend.</summary>
    private static void Settle(Ledger ledger, Holder holder)
    {
        if (!ledger.Terms.IsStock && holder.Balance < 0) ledger.Grant(holder, Math.Min(holder.Wanted, -holder.Balance));
    }

    private static void Give(Ledger ledger, Holder holder, long amount)
    {
        amount = Math.Min(amount, Free(ledger));
        if (amount > 0) ledger.Grant(holder, amount);
    }

    /// <summary>One call may need more than may be out at all: it gets that while nobody else holds anything, and once: not before the process is below that bound again.</summary>
    private static void GiveAlone(Ledger ledger, Holder holder)
    {
        var held = ledger.HeldBy(holder);
        if (holder.Wanted > 0 && held <= ledger.Terms.MaxOut && held + holder.Wanted > ledger.Terms.MaxOut && ledger.Out == held && holder.Wanted <= ledger.Room) ledger.Grant(holder, holder.Wanted);
    }
}
