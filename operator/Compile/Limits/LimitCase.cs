using AiGateway.Contracts.Limits;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>What a policy's limit and a Budget have in common, and where it stands.</summary>
internal sealed record LimitCase
{
    /// <summary>Where the window stands, as <c>spec</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Where the amount stands, as <c>spec.limit</c>.</summary>
    public required string AmountField { get; init; }

    public required LimitAmount Amount { get; init; }

    public string? Window { get; init; }

    public LimitPeriod? Period { get; init; }

    public UnknownPrice UnknownPrice { get; init; }

    /// <summary>The amounts that are set: exactly one, where nothing is wrong.</summary>
    public IReadOnlyList<AmountPart> Parts => field ??= AmountPart.Of(Amount);

    public static LimitCase Of(AgentLimit limit, string field) => new()
    {
        Field = field, AmountField = field, Amount = limit, Window = limit.Window, Period = limit.Period, UnknownPrice = limit.UnknownPrice,
    };

    public static LimitCase Of(BudgetSpec spec) => new()
    {
        Field = "spec", AmountField = "spec.limit", Amount = spec.Limit, Window = spec.Window, Period = spec.Period, UnknownPrice = spec.UnknownPrice,
    };
}
