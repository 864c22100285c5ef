using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>
/// The heads of up to 64 rules, looked for at once: a bit a rule, and at each place of the text as many steps as the place still looks like the head of any of them. What it finds is
/// where a rule must look, not what it finds there.
/// </summary>
internal sealed class HeadScreen
{
    private const int MostRules = 64;

    /// <summary>A row has an entry for each character of ASCII, and one for all others.</summary>
    private const int Row = 129;

    private readonly ulong[] _places = new ulong[PatternHead.Length * Row];
    private readonly ulong[] _before = new ulong[Row];

    private HeadScreen(int[] rules, ImmutableArray<RuleMachine> machines)
    {
        Rules = [.. rules];
        for (var bit = 0; bit < rules.Length; bit++) Put(machines[rules[bit]].Head!, 1UL << bit);
    }

    /// <summary>Which rule each bit is.</summary>
    public ImmutableArray<int> Rules { get; }

    /// <summary>The heads of the rules that have one, as many together as a word has bits.</summary>
    public static ImmutableArray<HeadScreen> Of(ImmutableArray<RuleMachine> machines) =>
        [.. Enumerable.Range(0, machines.Length).Where(rule => machines[rule].Head is not null).Chunk(MostRules).Select(rules => new HeadScreen(rules, machines))];

    /// <summary>The next place from an index on at which rules may begin, and their bits; -1 for none. At the text's end all that fits so far may begin.</summary>
    public int Find(ReadOnlySpan<char> text, int from, out ulong rules)
    {
        var first = _places.AsSpan(0, Row);
        var second = _places.AsSpan(Row, Row);
        var before = _before.AsSpan();
        var behind = from > 0 ? before[Math.Min((int)text[from - 1], Row - 1)] : ulong.MaxValue;
        for (var at = from; at < text.Length; at++)
        {
            var entry = Math.Min((int)text[at], Row - 1);
            rules = behind & first[entry];
            behind = before[entry];
            if (rules == 0) continue;
            if (at + 1 < text.Length && (rules &= second[Math.Min((int)text[at + 1], Row - 1)]) == 0) continue;
            if ((rules = Narrow(text[at..], rules)) != 0) return at;
        }

        rules = 0;
        return -1;
    }

    private ulong Narrow(ReadOnlySpan<char> text, ulong rules)
    {
        var places = _places.AsSpan();
        for (var place = 2; place < PatternHead.Length && place < text.Length && rules != 0; place++) rules &= places[(place * Row) + Math.Min((int)text[place], Row - 1)];
        return rules;
    }

    private void Put(PatternHead head, ulong bit)
    {
        for (var entry = 0; entry < Row; entry++)
        {
            if (head.BeginsBehind((char)entry) || entry == Row - 1) _before[entry] |= bit;
            for (var place = 0; place < PatternHead.Length; place++) _places[(place * Row) + entry] |= head.Has(place, (char)entry) ? bit : 0;
        }
    }
}
