using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Entries that deny: in any case, and for whatever a server may take the name for.</summary>
internal sealed class DenyList
{
    private readonly NameForm _form;
    private readonly FrozenDictionary<string, McpEntry> _exact;
    private readonly ImmutableArray<(string Prefix, McpEntry Entry)> _prefixes;

    public DenyList(ImmutableArray<McpEntry> entries, NameForm form)
    {
        _form = form;
        _exact = entries.Where(entry => !entry.IsPrefix)
            .SelectMany(entry => FormsOf(entry.Pattern).Select(name => (Name: name, Entry: entry)))
            .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(pair => pair.Name, pair => pair.Entry, StringComparer.OrdinalIgnoreCase);
        _prefixes = [.. entries.Where(entry => entry.IsPrefix).SelectMany(entry => new[] { entry.Literal, LooseText.Of(entry.Literal) }.Distinct(StringComparer.Ordinal).Select(prefix => (prefix, entry)))];
    }

    public bool IsEmpty => _exact.Count == 0 && _prefixes.IsEmpty;

    /// <summary>Whether an entry spells the name in full, as it stands.</summary>
    public bool Spells(string name) => _exact.TryGetValue(name, out var entry) && entry.Pattern == name;

    /// <summary>The entry that denies the name; null for none.</summary>
    public McpEntry? Find(string name)
    {
        if (IsEmpty) return null;
        if (FindForm(name) is { } found) return found;
        if (_form.IsSettled(name)) return null;
        var loose = _form.Loosen(name);
        return FindForm(loose) ?? FindForm(_form.Stem(loose));
    }

    /// <summary>The entry that denies every name that begins so; null for none.</summary>
    public McpEntry? FindOver(string head) => IsEmpty ? null : FindPrefix(head) ?? FindPrefix(_form.Loosen(head));

    private string[] FormsOf(string pattern)
    {
        var loose = _form.Loosen(pattern);
        return [pattern, loose, _form.Trim(loose)];
    }

    private McpEntry? FindForm(string name) => _exact.GetValueOrDefault(name) ?? FindPrefix(name);

    private McpEntry? FindPrefix(string name)
    {
        foreach (var (prefix, entry) in _prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return entry;
        }

        return null;
    }
}
