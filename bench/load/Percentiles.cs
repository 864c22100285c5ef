namespace AiGateway.Load;

/// <summary>Percentiles of a set of microseconds.</summary>
internal static class Percentiles
{
    public static double Of(IReadOnlyCollection<double> values, double percent)
    {
        if (values.Count == 0) return 0;

        var sorted = values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * percent / 100))];
    }
}
