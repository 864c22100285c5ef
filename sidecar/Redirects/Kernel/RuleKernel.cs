namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>Puts a table into the kernel of this network namespace, and asks afterwards whether it stands there.</summary>
internal static class RuleKernel
{
    /// <summary>In place of what an earlier run left, at once and whole.</summary>
    public static Landing Install(Table table)
    {
        using var socket = NetlinkSocket.TryOpen(out var errno);
        if (socket is null) return Landing.Failed(new("netfilter's netlink socket", "nfnetlink"), new(0, errno, null));
        return Refused(socket, RuleMessages.Replace(table)) ?? ReadBack(socket, table);
    }

    /// <summary>Takes it away; whether it is gone.</summary>
    public static bool Remove(Table table)
    {
        using var socket = NetlinkSocket.TryOpen(out _);
        return socket is not null && Refused(socket, RuleMessages.Remove(table)) is null;
    }

    /// <summary>
    /// Sends a transaction and reads the answer to each of its messages; null where all were acknowledged. A table that fails makes its chains fail and these their rules, so the first that failed is the one to tell.
    /// </summary>
    private static Landing? Refused(NetlinkSocket socket, RuleMessages messages)
    {
        var whole = new RulePart("the transaction", "nf_tables");
        if (socket.Send(messages.Bytes) is var errno and not 0) return Landing.Failed(whole, new(0, errno, null));

        var waiting = messages.Parts.Keys.ToHashSet();
        var faults = new List<Fault>();
        var answers = Answers(socket, out var lost);
        foreach (var answer in answers.Where(answer => answer.Type == NetlinkMessage.Error))
        {
            waiting.Remove(answer.Sequence);
            if (answer.Number != 0) faults.Add(new(answer.Sequence, answer.Number, answer.Words()));
        }

        if (faults.MinBy(fault => fault.Sequence) is { } first) return Landing.Failed(messages.Parts.GetValueOrDefault(first.Sequence, whole), first);
        return waiting.Count == 0 ? null : Landing.Unanswered(messages.Parts[waiting.Min()], lost);
    }

    private static Landing ReadBack(NetlinkSocket socket, Table table)
    {
        var asked = new RulePart("the list of rules", "nf_tables");
        if (socket.Send(RuleMessages.Ask(table)) is var errno and not 0) return Landing.Failed(asked, new(0, errno, null));

        var answers = Answers(socket, out var lost);
        if (answers.FirstOrDefault(answer => answer.Type is NetlinkMessage.Error or NetlinkMessage.Done) is not { Type: not 0 } end) return Landing.Unanswered(asked, lost);
        if (end.Number != 0) return Landing.Failed(asked, new(end.Sequence, end.Number, end.Words()));

        var there = answers.Select(RuleMessages.ChainOf).OfType<string>().CountBy(chain => chain).ToDictionary();
        foreach (var chain in table.Chains)
        {
            var count = there.GetValueOrDefault(chain.Name);
            if (count != chain.Rules.Length) return Landing.Incomplete($"table {table.Title}, chain {chain.Name} has {count} rules where {chain.Rules.Length} were sent");
        }

        return Landing.Done(table.RuleCount);
    }

    /// <summary>All answers that are there; what ended them, where it was not that there are no more.</summary>
    private static List<NetlinkMessage> Answers(NetlinkSocket socket, out int lost)
    {
        var answers = new List<NetlinkMessage>();
        while (socket.Receive(out lost) is { Length: > 0 } datagram) answers.AddRange(NetlinkMessage.Read(datagram.ToArray()));
        if (lost == Errno.TryAgain) lost = 0;
        return answers;
    }
}
