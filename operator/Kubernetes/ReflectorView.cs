using System.Collections.Immutable;
using System.Globalization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// A kind as last read. Immutable: each list and each event makes the next view, which shares nearly all with this one. Pure; the rules of what
/// counts as a change stand here and nowhere else.
/// </summary>
internal sealed record ReflectorView<T>
    where T : KubernetesObject
{
    public ImmutableSortedDictionary<ObjectKey, T> Objects { get; init; } = ImmutableSortedDictionary<ObjectKey, T>.Empty;

    /// <summary>Objects that do not fit the type; none of them is in <see cref="Objects"/>.</summary>
    public ImmutableSortedDictionary<ObjectKey, UnreadableItem> Unreadable { get; init; } = ImmutableSortedDictionary<ObjectKey, UnreadableItem>.Empty;

    /// <summary>Listed at least once.</summary>
    public bool Synced { get; init; }

    /// <summary>Every change up to here has been seen.</summary>
    public ulong Seen { get; init; }

    /// <summary>The last change that could alter a rule, as far as is known; never above <see cref="Seen"/>.</summary>
    public ulong Changed { get; init; }

    /// <summary>The view after a whole list. What is missing in it was deleted, at a version that is not known: that of the list stands for it.</summary>
    public ReflectorView<T> After(ObjectList<T> list, ReflectorOptions<T> options)
    {
        var objects = ImmutableSortedDictionary.CreateBuilder<ObjectKey, T>();
        var changed = Changed;
        foreach (var item in list.Items)
        {
            var key = ObjectKey.Of(item);
            var kept = Objects.TryGetValue(key, out var old) && old.Metadata.ResourceVersion == item.Metadata.ResourceVersion ? old : options.Slim(item);
            if (Alters(key, kept, options)) changed = Math.Max(changed, Number(item.Metadata.ResourceVersion));
            objects[key] = kept;
        }
        var unreadable = ImmutableSortedDictionary.CreateBuilder<ObjectKey, UnreadableItem>();
        foreach (var item in list.Unreadable)
        {
            var key = KeyOf(item);
            if (Alters(key, item)) changed = Math.Max(changed, Number(item.Metadata.ResourceVersion));
            unreadable[key] = item;
        }
        var seen = Number(list.ResourceVersion);
        bool IsGone(ObjectKey key) => !objects.ContainsKey(key) && !unreadable.ContainsKey(key);
        if (Objects.Any(pair => IsGone(pair.Key) && options.Matters(pair.Value)) || Unreadable.Keys.Any(IsGone)) changed = seen;
        return new() { Objects = objects.ToImmutable(), Unreadable = unreadable.ToImmutable(), Synced = true, Seen = seen, Changed = Math.Min(changed, seen) };
    }

    /// <summary>The view after one event.</summary>
    public ReflectorView<T> After(WatchEvent<T> change, ReflectorOptions<T> options)
    {
        var version = Math.Max(Seen, Number(change.ResourceVersion));
        var next = this with { Seen = version };
        if (change.Object is { } value)
        {
            var key = ObjectKey.Of(value);
            if (change.Type == WatchEventType.Deleted) return next.Without(key) with { Changed = Mattered(key, options) ? version : Changed };
            return next.Without(key) with { Objects = Objects.SetItem(key, options.Slim(value)), Changed = Alters(key, value, options) ? version : Changed };
        }
        if (change.Unreadable is { } item)
        {
            var key = KeyOf(item);
            if (change.Type == WatchEventType.Deleted) return next.Without(key) with { Changed = version };
            return next.Without(key) with { Unreadable = Unreadable.SetItem(key, item), Changed = Alters(key, item) ? version : Changed };
        }
        return next;
    }

    private ReflectorView<T> Without(ObjectKey key) => this with { Objects = Objects.Remove(key), Unreadable = Unreadable.Remove(key) };

    private bool Alters(ObjectKey key, T now, ReflectorOptions<T> options)
    {
        if (ReferenceEquals(Objects.GetValueOrDefault(key), now) || !(Mattered(key, options) || options.Matters(now))) return false;
        return !Objects.TryGetValue(key, out var old) || old.Metadata.Uid != now.Metadata.Uid || options.Significant(old, now);
    }

    /// <summary>Whether what stood there could alter a rule: what could not be read could. What was not there could not.</summary>
    private bool Mattered(ObjectKey key, ReflectorOptions<T> options) => Unreadable.ContainsKey(key) || (Objects.TryGetValue(key, out var old) && options.Matters(old));

    private bool Alters(ObjectKey key, UnreadableItem now) =>
        !Unreadable.TryGetValue(key, out var old) || old.Metadata.Uid != now.Metadata.Uid || old.Metadata.Generation != now.Metadata.Generation;

    private static ObjectKey KeyOf(UnreadableItem item) => new(item.Metadata.Namespace, item.Metadata.Name);

    /// <summary>Whether versions of this form can be ordered.</summary>
    public static bool IsNumber(string resourceVersion) => Number(resourceVersion) > 0;

    // Opaque by convention, a number in etcd's practice, and by the API's promise since 1.35.
    private static ulong Number(string resourceVersion) =>
        ulong.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
