using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AiGateway.Operator.Compile.Incremental;

/// <summary>
/// The objects of one kind by namespace. Where a namespace has the very objects that it had in the partition before, its group is the very array: whether something in it is another is one
/// comparison of references.
/// </summary>
internal sealed class Partition<T>
    where T : class
{
    private readonly ImmutableArray<T> _all;
    private readonly Dictionary<string, ImmutableArray<T>> _groups;

    private Partition(ImmutableArray<T> all, Dictionary<string, ImmutableArray<T>> groups) => (_all, _groups) = (all, groups);

    public IEnumerable<string> Namespaces => _groups.Keys;

    /// <summary>In the order of the whole; empty for a namespace that has none.</summary>
    public ImmutableArray<T> Of(string name) => _groups.TryGetValue(name, out var group) ? group : [];

    /// <param name="all">The objects of all namespaces.</param>
    /// <param name="namespaceOf">Which namespace an object is grouped by.</param>
    /// <param name="before">What was there before; null for nothing.</param>
    public static Partition<T> Of(ImmutableArray<T> all, Func<T, string> namespaceOf, Partition<T>? before)
    {
        if (before is not null && before._all == all) return before;
        var lists = new Dictionary<string, List<T>>(before?._groups.Count ?? 0, StringComparer.Ordinal);
        var (last, list) = ("", (List<T>?)null);
        foreach (var one in all)
        {
            var name = namespaceOf(one);
            if (list is null || name != last)
            {
                ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, name, out _);
                (last, list) = (name, found ??= []);
            }

            list.Add(one);
        }

        var groups = new Dictionary<string, ImmutableArray<T>>(lists.Count, StringComparer.Ordinal);
        foreach (var (name, now) in lists) groups.Add(name, Keep(now, before?.Of(name) ?? []));
        return new(all, groups);
    }

    private static ImmutableArray<T> Keep(List<T> now, ImmutableArray<T> before)
    {
        if (now.Count != before.Length) return [.. now];
        for (var at = 0; at < before.Length; at++)
        {
            if (!ReferenceEquals(now[at], before[at])) return [.. now];
        }

        return before;
    }
}
