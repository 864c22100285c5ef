using System.Globalization;
using System.Text.Json;

namespace AiGateway.Sidecar.Journals;

/// <summary>What something cost, in a record: US dollars as text, since a number could lose digits on its way; where the price comes from; and whether it is estimated.</summary>
internal static class CostPart
{
    private const decimal NanosPerUsd = 1_000_000_000m;

    /// <param name="json">Where to.</param>
    /// <param name="nanos">In nanos of a US dollar.</param>
    /// <param name="source">Where the price comes from; null where none is known, and the amount is then not told.</param>
    /// <param name="isEstimated">Whether it is estimated.</param>
    public static void Write(Utf8JsonWriter json, long nanos, string? source, bool isEstimated)
    {
        json.WriteStartObject("cost");
        if (source is null)
        {
            json.WriteBoolean("unpriced", true);
        }
        else
        {
            json.WriteString("usd", (nanos / NanosPerUsd).ToString("0.#########", CultureInfo.InvariantCulture));
            json.WriteString("source", source);
            json.WriteBoolean("estimated", isEstimated);
        }

        json.WriteEndObject();
    }
}
