using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>One reflector, and its view in the form that an inventory has; made anew only where the view has changed. For one reader.</summary>
internal sealed class KindMirror<T>(Reflector<T> reflector, Func<UnreadableItem, UnreadableObject> describe) : IKindMirror
    where T : KubernetesObject
{
    private ImmutableSortedDictionary<ObjectKey, T>? taken;
    private ImmutableSortedDictionary<ObjectKey, UnreadableItem>? takenUnreadable;

    public string Kind => reflector.Kind;

    public bool HasSynced => reflector.Current.Synced;

    public ImmutableArray<T> Objects { get; private set; } = [];

    public ImmutableArray<UnreadableObject> Unreadable { get; private set; } = [];

    public SourcePosition Position { get; private set; } = new() { Kind = reflector.Kind, Seen = 0, Changed = 0 };

    public void RelistSoon() => reflector.RelistSoon();

    public Task RunAsync(CancellationToken cancellationToken) => reflector.RunAsync(cancellationToken);

    public void Take()
    {
        var view = reflector.Current;
        if (!ReferenceEquals(taken, view.Objects)) Objects = [.. view.Objects.Values];
        if (!ReferenceEquals(takenUnreadable, view.Unreadable)) Unreadable = [.. view.Unreadable.Values.Select(describe)];
        (taken, takenUnreadable) = (view.Objects, view.Unreadable);
        Position = new() { Kind = reflector.Kind, Seen = view.Seen, Changed = view.Changed };
    }
}
