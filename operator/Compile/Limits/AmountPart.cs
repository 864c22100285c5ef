using System.Globalization;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>One member of a <see cref="LimitAmount"/> that is set, read: money in nanos of a US dollar.</summary>
/// <param name="Name">The member, as the user writes it.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">How much; null where that cannot be read.</param>
internal sealed record AmountPart(string Name, LimitUnit Unit, long? Value)
{
    /// <summary>The most calls or tokens: sums of thousands of such stay within 64 bits.</summary>
    public const long MostCounted = 1_000_000_000_000_000;

    /// <summary>The most calls under way.</summary>
    public const long MostConcurrent = 1_000_000;

    /// <summary>The most money: 9,000,000 USD.</summary>
    public const long MostNanos = 9_000_000 * NanosPerDollar;

    private const long NanosPerDollar = 1_000_000_000;

    private const int MostDigitsBehindThePoint = 9;

    public bool IsWithinBounds => Value >= 0 && Value <= Unit switch
    {
        LimitUnit.Usd => MostNanos,
        LimitUnit.ConcurrentCalls => MostConcurrent,
        _ => MostCounted,
    };

    public static IReadOnlyList<AmountPart> Of(LimitAmount amount)
    {
        AmountPart?[] parts =
        [
            amount.Usd is { } usd ? new("usd", LimitUnit.Usd, ReadNanos(usd)) : null,
            Of("requests", LimitUnit.Requests, amount.Requests),
            Of("inputTokens", LimitUnit.InputTokens, amount.InputTokens),
            Of("outputTokens", LimitUnit.OutputTokens, amount.OutputTokens),
            Of("totalTokens", LimitUnit.TotalTokens, amount.TotalTokens),
            Of("concurrentCalls", LimitUnit.ConcurrentCalls, amount.ConcurrentCalls),
        ];
        return [.. parts.OfType<AmountPart>()];
    }

    private static AmountPart? Of(string name, LimitUnit unit, long? value) => value is { } set ? new(name, unit, set) : null;

    /// <summary>Exactly, and never rounded: null where the text is no amount, or has more digits than a nano.</summary>
    private static long? ReadNanos(string text)
    {
        if (text.Length > 20 || text.AsSpan().ContainsAnyExcept("0123456789.")) return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars)) return null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var isWhole = point is not 0 && (point < 0 || text.Length - point - 1 is > 0 and <= MostDigitsBehindThePoint);
        return isWhole && dollars <= long.MaxValue / NanosPerDollar ? (long)(dollars * NanosPerDollar) : null;
    }
}
