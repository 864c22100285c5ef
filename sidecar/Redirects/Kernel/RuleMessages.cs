namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>A table as messages of nf_tables (linux/netfilter/nf_tables.h), and what each of them was for.</summary>
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
    /// The whole table as one transaction: all of it lands, or nothing changes. The table is made so that it can be deleted, deleted so that nothing of an earlier run stays, and made again.
    /// </summary>
    public static RuleMessages Replace(Table table)
    {
        var messages = new RuleMessages();
        messages.Batch(() =>
        {
            messages.Empty(table);
            messages.TableMessage(NewTable, table);
            foreach (var chain in table.Chains) messages.Add(table, chain);
        });
        return messages;
    }

    /// <summary>Takes the table away, if it is there.</summary>
    public static RuleMessages Remove(Table table)
    {
        var messages = new RuleMessages();
        messages.Batch(() => messages.Empty(table));
        return messages;
    }

    /// <summary>Asks for the rules that the kernel now has in the table.</summary>
    public static byte[] Ask(Table table) =>
        new NetlinkWriter().Message(GetRule, Request | Dump, (byte)table.Family).Text(1, table.Name).ToArray();

    /// <summary>The chain of a rule in an answer to <see cref="Ask"/>; null where the message is none.</summary>
    public static string? ChainOf(NetlinkMessage message) => message.Type == NewRule ? message.Text(2) : null;

    private void Batch(Action content)
    {
        _writer.Message(BatchBegin, Request, 0, Subsystem);
        content();
        _writer.Message(BatchEnd, Request, 0, Subsystem);
    }

    private void Empty(Table table)
    {
        TableMessage(NewTable, table);
        TableMessage(DeleteTable, table);
    }

    private void TableMessage(int type, Table table)
    {
        Begin(type, table, new($"table {table.Title}", "nf_tables"));
        _writer.Text(1, table.Name);
    }

    private void Add(Table table, Chain chain)
    {
        Begin(NewChain, table, new($"chain {chain.Name} of type {chain.Type}", chain.Module ?? "nf_tables"));
        _writer.Text(1, table.Name).Text(3, chain.Name)
            .Nest(4, hook => hook.Number(1, Output).Number(2, chain.Priority))
            .Number(5, chain.Drops ? 0 : 1)
            .Text(7, chain.Type);
        foreach (var rule in chain.Rules) Add(table, chain, rule);
    }

    private void Add(Table table, Chain chain, Rule rule)
    {
        var modules = rule.Expressions.Select(expression => expression.Module).OfType<string>().Distinct();
        Begin(NewRule, table, new($"rule \"{rule.Text}\" in {table.Title} {chain.Name}", string.Join(", ", modules.DefaultIfEmpty("nf_tables"))));
        _writer.Text(1, table.Name).Text(2, chain.Name).Nest(4, list =>
        {
            foreach (var expression in rule.Expressions)
                list.Nest(1, element => element.Text(1, expression.Name).Nest(2, expression.Write));
        });
    }

    private void Begin(int type, Table table, RulePart part)
    {
        var flags = type == DeleteTable ? Request | Acknowledge : Request | Acknowledge | Create | Append;
        _writer.Message(type, flags, (byte)table.Family);
        _parts[_writer.Sequence] = part;
    }
}
