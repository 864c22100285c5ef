namespace AiGateway.Budget.Tests.Provider;

/// <summary>What the provider asks, in US dollars for a million tokens: crooked on purpose, so that almost every call's cost is rounded.</summary>
internal static class Rates
{
    public const string Input = "3.1337";
    public const string Cached = "0.3071";
    public const string Output = "12.7019";

    private const decimal NanosPerMicro = 1000m;

    /// <summary>What a call costs in nanos of a US dollar: worked out here by itself, and rounded up once.</summary>
    public static long Nanos(long input, long cached, long output)
    {
        var micros = ((input - cached) * Of(Input)) + (cached * Of(Cached)) + (output * Of(Output));
        return (long)decimal.Ceiling(micros * NanosPerMicro);
    }

    private static decimal Of(string rate) => decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
}
