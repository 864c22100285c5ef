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

    public required ProviderIndex Providers { get; init; }

    public string Namespace => Route.Metadata.Namespace;

    public IEnumerable<(int Index, ModelTarget Target)> Targets => Route.Spec.Targets.Index();

    public ProviderUse UseOf(ModelTarget target) => new(Namespace, target.Namespace, target.Credential);

    /// <summary>Whether calls can go there.</summary>
    public bool IsUsable(ModelTarget target) =>
        Providers.FindUsable(UseOf(target)) is not null
        && (target.Model is null || ModelNames.FindInName(target.Model) is null)
        && (target.When is null || CelExpression.Parse(target.When, RouteConditions.Environment).Errors.IsEmpty);
}
