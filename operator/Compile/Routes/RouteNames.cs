using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>Who has which model name in one namespace. A name has one route: the oldest that asks for it.</summary>
internal sealed class RouteNames
{
    private readonly Dictionary<string, ModelRoute> _owners = new(StringComparer.Ordinal);

    /// <param name="routes">The routes of one namespace.</param>
    public RouteNames(IEnumerable<ModelRoute> routes)
    {
        foreach (var route in routes.OrderBy(route => route.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue)
            .ThenBy(route => route.Metadata.Name, StringComparer.Ordinal))
        {
            foreach (var name in route.Spec.Models.Where(name => ModelNames.FindInPattern(name) is null)) _owners.TryAdd(name, route);
        }
    }

    /// <summary>The names that the route keeps, in its own order.</summary>
    public ImmutableArray<string> NamesOf(ModelRoute route) =>
        [.. route.Spec.Models.Distinct(StringComparer.Ordinal).Where(name => ReferenceEquals(_owners.GetValueOrDefault(name), route))];

    /// <summary>The other route that has the name, or null.</summary>
    public ModelRoute? OtherOwner(ModelRoute route, string name) =>
        _owners.TryGetValue(name, out var owner) && !ReferenceEquals(owner, route) ? owner : null;
}
