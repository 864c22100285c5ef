namespace AiGateway.Sidecar.Redirects;

/// <summary>A rule set as messages of nf_tables (linux/netfilter/nf_tables.h), and what each of them was for.</summary>
internal sealed class RuleMessages
{
    /// <summary>NFNL_SUBSYS_NFTABLES.</summary>
    private const ushort Subsystem = 10;

    private const int BatchBegin = 0x10;
    private const int BatchEnd = 0x11;
    private const int NewTable = Subsystem << 8;
    private const int DeleteTable = NewTable | 2;
    private const int NewChain = NewTable | 3;
    private const int NewRule = NewTable | 6;
    private const int GetRule = NewTable | 7;

    private const int Request = 0x1;
    private const int Acknowledge = 0x4;
    private const int Dump = 0x300;
    private const int Create = 0x400;
    private const int Append = 0x800;

    /// <summary>NF_INET_LOCAL_OUT.</summary>
    private const int Output = 3;

    private readonly NetlinkWriter _writer = new();
    private readonly Dictionary<uint, RulePart> _parts = [];

    private RuleMessages()
    {
    }

    /// <summary>What each message that asks for an acknowledgement is for, by its number.</summary>
    public IReadOnlyDictionary<uint, RulePart> Parts => _parts;

    public byte[] Bytes => _writer.ToArray();

    /// <summary>
    /// The whole set as one transaction: all of it lands, or nothing changes. The table is made so that it can be deleted, deleted so that nothing of an earlier run stays, and made again.
    /// </summary>
    public static RuleMessages Replace(RuleSet set)
    {
        var messages = new RuleMessages();
        messages.Batch(() =>
        {
            messages.Empty(set);
            messages.TableMessage(NewTable, set);
            foreach (var chain in set.Chains) messages.Add(set, chain);
        });
        return messages;
    }

    /// <summary>Takes the set away, if it is there.</summary>
    public static RuleMessages Remove(RuleSet set)
    {
        var messages = new RuleMessages();
        messages.Batch(() => messages.Empty(set));
        return messages;
    }

    /// <summary>Asks for the rules that the kernel now has in our table.</summary>
    public static byte[] Ask(RuleSet set) =>
        new NetlinkWriter().Message(GetRule, Request | Dump, (byte)set.Family).Text(1, RuleSet.Table).ToArray();

    /// <summary>The chain of a rule in an answer to <see cref="Ask"/>; null where the message is none.</summary>
    public static string? ChainOf(NetlinkMessage message) => message.Type == NewRule ? message.Text(2) : null;

    private void Batch(Action content)
    {
        _writer.Message(BatchBegin, Request, 0, Subsystem);
        content();
        _writer.Message(BatchEnd, Request, 0, Subsystem);
    }

    private void Empty(RuleSet set)
    {
        TableMessage(NewTable, set);
        TableMessage(DeleteTable, set);
    }

    private void TableMessage(int type, RuleSet set)
    {
        Begin(type, set, new($"table {set.FamilyName} {RuleSet.Table}", "nf_tables"));
        _writer.Text(1, RuleSet.Table);
    }

    private void Add(RuleSet set, Chain chain)
    {
        Begin(NewChain, set, new($"chain {chain.Name} of type {chain.Type}", chain.Module ?? "nf_tables"));
        _writer.Text(1, RuleSet.Table).Text(3, chain.Name)
            .Nest(4, hook => hook.Number(1, Output).Number(2, chain.Priority))
            .Number(5, chain.Drops ? 0 : 1)
            .Text(7, chain.Type);
        foreach (var rule in chain.Rules) Add(set, chain, rule);
    }

    private void Add(RuleSet set, Chain chain, Rule rule)
    {
        var modules = rule.Expressions.Select(expression => expression.Module).OfType<string>().Distinct();
        Begin(NewRule, set, new($"rule \"{rule.Text}\" in {set.FamilyName} {chain.Name}", string.Join(", ", modules.DefaultIfEmpty("nf_tables"))));
        _writer.Text(1, RuleSet.Table).Text(2, chain.Name).Nest(4, list =>
        {
            foreach (var expression in rule.Expressions)
                list.Nest(1, element => element.Text(1, expression.Name).Nest(2, expression.Write));
        });
    }

    private void Begin(int type, RuleSet set, RulePart part)
    {
        var flags = type == DeleteTable ? Request | Acknowledge : Request | Acknowledge | Create | Append;
        _writer.Message(type, flags, (byte)set.Family);
        _parts[_writer.Sequence] = part;
    }
}
