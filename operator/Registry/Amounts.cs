using AiGateway.Contracts;

namespace AiGateway.Operator.Registry;

/// <summary>What was done, in the terms of a <see cref="Report"/>: a total, or the part of one process in it. Never negative.</summary>
internal readonly record struct Amounts
{
    /// <summary>How many numbers it has; a part that is read back has as many.</summary>
    public const int Count = 9;

    public long Calls { get; init; }

    public long Denied { get; init; }

    public long WouldDeny { get; init; }

    public long Failed { get; init; }

    /// <summary>Judges' too, as <see cref="OutputTokens"/>.</summary>
    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Nanos of a US dollar.</summary>
    public long Cost { get; init; }

    /// <summary>The part of <see cref="Cost"/> that was estimated.</summary>
    public long EstimatedCost { get; init; }

    public long Unpriced { get; init; }

    public static Amounts Of(Report report) => Of(
    [
        report.Calls, report.Denied, report.WouldDeny, report.Failed, report.InputTokens + (report.GuardInputTokens ?? 0), report.OutputTokens + (report.GuardOutputTokens ?? 0),
        report.CostNanos ?? 0, report.EstimatedCostNanos ?? 0, report.Unpriced ?? 0,
    ]);

    /// <summary>From as many numbers as <see cref="Count"/>, in the order of <see cref="ToArray"/>.</summary>
    public static Amounts Of(ReadOnlySpan<long> all) => new()
    {
        Calls = Math.Max(0, all[0]),
        Denied = Math.Max(0, all[1]),
        WouldDeny = Math.Max(0, all[2]),
        Failed = Math.Max(0, all[3]),
        InputTokens = Math.Max(0, all[4]),
        OutputTokens = Math.Max(0, all[5]),
        Cost = Math.Max(0, all[6]),
        EstimatedCost = Math.Max(0, all[7]),
        Unpriced = Math.Max(0, all[8]),
    };

    public long[] ToArray() => [Calls, Denied, WouldDeny, Failed, InputTokens, OutputTokens, Cost, EstimatedCost, Unpriced];

    /// <summary>This total with what a process has done beyond what was counted of it.</summary>
    public Amounts Plus(Amounts now, Amounts counted)
    {
        var (total, to, from) = (ToArray(), now.ToArray(), counted.ToArray());
        for (var index = 0; index < Count; index++) total[index] = Sum(total[index], Math.Max(0, to[index] - from[index]));
        return Of(total);
    }

    /// <summary>What was counted of a process never shrinks.</summary>
    public Amounts Or(Amounts higher)
    {
        var (one, other) = (ToArray(), higher.ToArray());
        for (var index = 0; index < Count; index++) one[index] = Math.Max(one[index], other[index]);
        return Of(one);
    }

    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
