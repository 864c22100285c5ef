using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Entries that allow: a name exactly as it is written, or a prefix of what can be read in one way. Exact entries are asked first, each kind in the policies' order.</summary>
internal sealed class AllowList(ImmutableArray<McpEntry> entries, NameForm form)
{
    private readonly FrozenDictionary<string, ImmutableArray<McpEntry>> _exact = entries.Where(entry => !entry.IsPrefix).GroupBy(entry => entry.Pattern, StringComparer.Ordinal)
        .ToFrozenDictionary(same => same.Key, same => same.ToImmutableArray(), StringComparer.Ordinal);

    private readonly ImmutableArray<(string Prefix, McpEntry Entry)> _prefixes = [.. entries.Where(entry => entry.IsPrefix).Select(entry => (entry.Literal, entry))];

    /// <summary>The first entry, whatever it allows; null where there is none.</summary>
    public McpEntry? First => entries.IsEmpty ? null : entries[0];

    /// <summary>Whether an entry spells the name in full.</summary>
    public bool Spells(string name) => _exact.ContainsKey(name);

    /// <summary>The entry that allows the name, or one that would if its condition held.</summary>
    public McpMatch Find(string name, McpAsk ask, AgentIdentity? agent)
    {
        var match = new McpMatch(ask, agent);
        if (_exact.TryGetValue(name, out var same))
        {
            foreach (var entry in same)
            {
                if (match.Try(entry)) return match;
            }
        }

        if (_prefixes.IsEmpty || !form.IsPlain(name)) return match;
        foreach (var (prefix, entry) in _prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && match.Try(entry)) return match;
        }

        return match;
    }

    /// <summary>The entry that allows some name that begins so; null for none.</summary>
    public McpEntry? FindUnder(string head)
    {
        foreach (var entry in entries)
        {
            if (entry.Literal.StartsWith(head, StringComparison.Ordinal)) return entry;
            if (entry.IsPrefix && head.StartsWith(entry.Literal, StringComparison.Ordinal) && form.IsPlain(head)) return entry;
        }

        return null;
    }
}
