using System.Collections.Frozen;
using System.Collections.Immutable;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Looks a model's name up without allocating: an exact name first, then the longest prefix.</summary>
internal sealed class RouteTable
{
    private readonly FrozenDictionary<string, ModelRoute>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly ImmutableArray<(string Prefix, ModelRoute Route)> _prefixes;

    public RouteTable(ImmutableArray<ModelRoute> routes)
    {
        Routes = routes;
        var names = routes.SelectMany(route => route.Models.Select(name => (Name: name, Route: route))).ToList();
        _exact = names.Where(pair => !pair.Name.EndsWith('*'))
            .ToFrozenDictionary(pair => pair.Name, pair => pair.Route, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = [.. names.Where(pair => pair.Name.EndsWith('*'))
            .Select(pair => (pair.Name[..^1], pair.Route))
            .OrderByDescending(pair => pair.Item1.Length)];
    }

    /// <summary>All routes, ordered by name.</summary>
    public ImmutableArray<ModelRoute> Routes { get; }

    /// <summary>The route for the name, or null.</summary>
    public ModelRoute? Find(ReadOnlySpan<char> model)
    {
        if (_exact.TryGetValue(model, out var route)) return route;
        foreach (var (prefix, candidate) in _prefixes)
        {
            if (model.StartsWith(prefix, StringComparison.Ordinal)) return candidate;
        }

        return null;
    }
}
