using System.Globalization;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>Reads amounts of money as users write them.</summary>
internal static class Amounts
{
    private const int MostDigits = 9;

    /// <summary>Without zeros at the end, so that equal amounts are written alike.</summary>
    public static decimal Shorten(decimal amount) => amount / 1.000000000000000000000000000000m;

    /// <summary>The amount; null where it is none, above <see cref="PriceRule.MaxAmount"/>, or has more than nine digits behind the point.</summary>
    public static decimal? Read(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= PriceRule.MaxAmount && amount.Scale <= MostDigits ? Shorten(amount) : null;
}
