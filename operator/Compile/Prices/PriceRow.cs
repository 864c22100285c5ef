using System.Globalization;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>A row of the catalogue.</summary>
internal sealed record PriceRow
{
    /// <summary>The provider's kind in the words of ProviderCredential.</summary>
    public required string Kind { get; init; }

    /// <summary>The prices, by the provider's own name of the model, or by a prefix that ends in <c>*</c>.</summary>
    public required PriceRule Rule { get; init; }

    /// <summary>Where the figures come from: <c>price-data</c> or <c>list-price</c>; docs/prices.md says what these are.</summary>
    public required string Source { get; init; }

    /// <summary>When they were taken down.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What the audit tells of a price of the catalogue.</summary>
    public static string SourceOf(DateOnly date) => "catalogue:" + date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
