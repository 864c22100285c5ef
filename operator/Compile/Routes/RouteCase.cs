using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>A ModelRoute with all that its checks look at.</summary>
internal sealed record RouteCase
{
    public required ModelRoute Route { get; init; }

    public required RouteNames Names { get; init; }

    /// <summary>The credentials of the namespace by name, usable or not.</summary>
    public required FrozenDictionary<string, CompiledProvider> Providers { get; init; }

    /// <summary>Names of credentials of the namespace that could not be read.</summary>
    public required ImmutableArray<string> UnreadableCredentials { get; init; }

    public IEnumerable<(int Index, ModelTarget Target)> Targets => Route.Spec.Targets.Index();

    /// <summary>Whether calls can go there.</summary>
    public bool IsUsable(ModelTarget target) =>
        Providers.TryGetValue(target.Credential, out var provider)
        && provider.Rule is not null
        && (target.Model is null || ModelNames.FindInName(target.Model) is null)
        && (target.When is null || CelExpression.Parse(target.When, RouteConditions.Environment).Errors.IsEmpty);
}
