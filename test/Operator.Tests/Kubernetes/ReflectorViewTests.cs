using System.Globalization;
using AiGateway.Operator.Kubernetes;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Kubernetes;

/// <summary>A cluster that is written at random and watched with gaps: the view must tell the truth after each look, its positions too.</summary>
public sealed class ReflectorViewTests
{
    private static readonly ReflectorOptions<ConfigMap> Options = new();

    [Fact]
    public void AnyHistoryWithGaps_EndsInTheTruthAndKeepsThePositionsInOrder()
    {
        var step = ArbMap.Default.GeneratorFor<int>().Select(number => Math.Abs(number % 1000));
        Prop.ForAll(step.ListOf().ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void FirstList_ChangedIsTheNewestObjectAndSeenTheList()
    {
        var view = new ReflectorView<ConfigMap>().After(List(50, Map("a", 7, 1), Map("b", 9, 1)), Options);

        Assert.Equal((50UL, 9UL, true), (view.Seen, view.Changed, view.Synced));
    }

    [Fact]
    public void EmptyFirstList_IsSyncedAndHasNoChange()
    {
        var view = new ReflectorView<ConfigMap>().After(List(50), Options);

        Assert.Equal((50UL, 0UL, true), (view.Seen, view.Changed, view.Synced));
    }

    [Fact]
    public void LaterListWithoutAnObject_ChangedIsTheList()
    {
        var view = new ReflectorView<ConfigMap>().After(List(50, Map("a", 7, 1), Map("b", 9, 1)), Options).After(List(60, Map("a", 7, 1)), Options);

        Assert.Equal((60UL, 60UL), (view.Seen, view.Changed));
    }

    [Fact]
    public void LaterListWithAStatusWriteAlone_LeavesChanged()
    {
        var view = new ReflectorView<ConfigMap>().After(List(50, Map("a", 7, 1)), Options).After(List(60, Map("a", 55, 1)), Options);

        Assert.Equal((60UL, 7UL), (view.Seen, view.Changed));
        Assert.Equal("55", view.Objects.Values.Single().Metadata.ResourceVersion);
    }

    [Fact]
    public void ReplacedObject_IsAChangeThoughItsGenerationIsTheSame()
    {
        var again = Map("a", 55, 1);
        var view = new ReflectorView<ConfigMap>().After(List(50, Map("a", 7, 1)), Options)
            .After(List(60, again with { Metadata = again.Metadata with { Uid = "other" } }), Options);

        Assert.Equal(55UL, view.Changed);
    }

    [Fact]
    public void Bookmark_MovesSeenAlone()
    {
        var view = new ReflectorView<ConfigMap>().After(List(50, Map("a", 7, 1)), Options)
            .After(new WatchEvent<ConfigMap> { Type = WatchEventType.Bookmark, ResourceVersion = "80" }, Options);

        Assert.Equal((80UL, 7UL), (view.Seen, view.Changed));
    }

    [Fact]
    public void ObjectThatTurnsUnreadable_IsSetAsideAndComesBack()
    {
        var item = new UnreadableItem { Metadata = Map("a", 60, 2).Metadata, Field = "data", Message = "", Raw = default };
        var view = new ReflectorView<ConfigMap>().After(List(50, Map("a", 7, 1)), Options)
            .After(new WatchEvent<ConfigMap> { Type = WatchEventType.Modified, ResourceVersion = "60", Unreadable = item }, Options);
        Assert.Equal((0, 1, 60UL), (view.Objects.Count, view.Unreadable.Count, view.Changed));

        view = view.After(Event(WatchEventType.Modified, Map("a", 70, 3)), Options);
        Assert.Equal((1, 0, 70UL), (view.Objects.Count, view.Unreadable.Count, view.Changed));
    }

    private static bool Holds(IList<int> steps)
    {
        var truth = new Dictionary<string, ConfigMap>(StringComparer.Ordinal);
        var unseen = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var view = new ReflectorView<ConfigMap>().After(List(1), Options);
        var (version, watching) = (1, true);
        foreach (var step in steps)
        {
            var before = view;
            var (change, alters) = Write(truth, step, ++version);
            var key = ObjectKey.Of(change.Object!);
            if (alters) unseen[key.Name] = (ulong)version;
            // Created and deleted in the dark: it leaves no trace, and no rule was ever made of it here.
            if (change.Type == WatchEventType.Deleted && !before.Objects.ContainsKey(key)) unseen.Remove(key.Name);
            if (step % 7 == 0) watching = !watching;
            if (!watching) continue;
            view = before.Seen == (ulong)version - 1 ? view.After(change, Options) : view.After(List(version, [.. truth.Values]), Options);
            if (view.Seen < before.Seen || view.Changed < before.Changed || view.Changed > view.Seen || !SameAs(truth, view)) return false;
            if (unseen.Values.Any(altered => altered > view.Changed)) return false;
            unseen.Clear();
        }
        return true;
    }

    private static bool SameAs(Dictionary<string, ConfigMap> truth, ReflectorView<ConfigMap> view) =>
        truth.Values.Select(item => item.Metadata.ResourceVersion).Order(StringComparer.Ordinal)
            .SequenceEqual(view.Objects.Values.Select(item => item.Metadata.ResourceVersion).Order(StringComparer.Ordinal));

    private static (WatchEvent<ConfigMap> Change, bool Alters) Write(Dictionary<string, ConfigMap> truth, int step, int version)
    {
        var name = $"n{step % 5}";
        if (!truth.TryGetValue(name, out var old)) return (Event(WatchEventType.Added, truth[name] = Map(name, version, 1, $"u{version}")), true);
        if (step % 3 == 0)
        {
            truth.Remove(name);
            return (Event(WatchEventType.Deleted, Map(name, version, old.Metadata.Generation, old.Metadata.Uid)), true);
        }
        var spec = step % 2;
        truth[name] = Map(name, version, old.Metadata.Generation + spec, old.Metadata.Uid);
        return (Event(WatchEventType.Modified, truth[name]), spec == 1);
    }

    private static WatchEvent<ConfigMap> Event(WatchEventType type, ConfigMap value) =>
        new() { Type = type, ResourceVersion = value.Metadata.ResourceVersion, Object = value };

    private static ObjectList<ConfigMap> List(int version, params ConfigMap[] items) =>
        new() { ResourceVersion = version.ToString(CultureInfo.InvariantCulture), Items = [.. items] };

    private static ConfigMap Map(string name, int version, long generation, string uid = "uid") => new()
    {
        Metadata = new()
        {
            Name = name,
            Namespace = "a",
            Uid = uid,
            ResourceVersion = version.ToString(CultureInfo.InvariantCulture),
            Generation = generation,
        },
    };
}
