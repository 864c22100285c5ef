using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>A model that calls can end at, and whose price at the account is not known, or not for every name that it stands for.</summary>
/// <param name="Model">The provider's own name of the model; a prefix that ends in <c>*</c> where a route passes on what it is asked for.</param>
/// <param name="Account">The ProviderCredential as <c>namespace/name</c>.</param>
internal sealed record PriceGap(string Model, string Account)
{
    /// <summary>Set for a prefix where some of the names that it stands for have a price.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The limit in US dollars that counts its calls; null where the gap is told of a route, whatever counts its calls.</summary>
    public LimitRule? Limit { get; init; }
}
