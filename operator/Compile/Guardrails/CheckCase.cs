using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Compile.Routes;
using AiGateway.Operator.Resources.Guardrails;

namespace AiGateway.Operator.Compile.Guardrails;

/// <summary>One check with all that is looked at in it, found once.</summary>
internal sealed record CheckCase
{
    public required int Index { get; init; }

    public required Check Check { get; init; }

    /// <summary>The checks before it in the list.</summary>
    public required IEnumerable<CheckRule> Before { get; init; }

    /// <summary>What a sidecar gets, but for what it refers to.</summary>
    public required CheckRule Draft { get; init; }

    /// <summary>The guardrail as <c>namespace/name</c>.</summary>
    public required string Guardrail { get; init; }

    /// <summary>The guardrail's namespace.</summary>
    public required string Namespace { get; init; }

    public required ProviderIndex Providers { get; init; }

    /// <summary>Null where no webhook is called, or its URL cannot be read.</summary>
    public Uri? Url { get; init; }

    /// <summary>Why the webhook's URL cannot be read.</summary>
    public string? UrlProblem { get; init; }

    /// <summary>The Secrets that a webhook names: the one to authenticate with first, where there is one.</summary>
    public ImmutableArray<SecretCase> Secrets { get; init; } = [];

    /// <summary>The credential that is named; null for none.</summary>
    public ProviderUse? Account { get; init; }

    /// <summary>The judges' route, where it is there; null for none.</summary>
    public CompiledRoute? Judges { get; init; }

    public string Field => $"spec.checks[{Index}]";

    /// <summary>The settings' field.</summary>
    public string Settings => $"{Field}.{Check.Type}";

    /// <summary>The name of the judges' route; null where no model judges.</summary>
    public string? RouteName => Check.LlmJudge?.Route ?? Check.Groundedness?.Route;

    /// <summary>The model that is asked to judge; null where none is named, and the route has no name that is a model's.</summary>
    public string? Model => Check.LlmJudge?.Model ?? Check.Groundedness?.Model ?? Judges?.Rule?.Models.FirstOrDefault(name => !name.EndsWith('*'));
}
