using System.Globalization;

namespace AiGateway.Sidecar.Protocols;

/// <summary>When a provider wants to be asked again: milliseconds where it says them (OpenAI, Azure), else seconds or a date (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>A provider that asks for more is taken to ask for this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly string[] s_milliseconds = ["retry-after-ms", "x-ms-retry-after-ms"];

    /// <summary>Null where it does not say, or in no way that can be read.</summary>
    public static TimeSpan? Of(HttpResponseMessage answer, DateTimeOffset now)
    {
        foreach (var name in s_milliseconds)
        {
            if (Read(answer, name) is { } text && Number(text) is { } milliseconds) return Bound(milliseconds / 1000);
        }

        if (Read(answer, "Retry-After") is not { } asked) return null;
        if (Number(asked) is { } seconds) return Bound(seconds);
        return DateTimeOffset.TryParseExact(asked, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Bound((at - now).TotalSeconds) : null;
    }

    private static string? Read(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.ToString().Trim() : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) ? number : null;

    private static TimeSpan Bound(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest.TotalSeconds));
}
