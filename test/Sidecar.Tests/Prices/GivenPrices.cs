using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Prices;

/// <summary>Prices for tests, with variations by <c>with</c>.</summary>
internal static class GivenPrices
{
    public static PriceRule Rule(string model, decimal input = 2m, decimal output = 8m) => new() { Model = model, Input = input, Output = output, Source = "test:" + model };

    public static PriceBook Book(params PriceRule[] rules) => Book("openai", rules);

    public static PriceBook Book(string kind, params PriceRule[] rules) => PriceBook.Of(GivenBundle.Provider() with { Kind = kind, Prices = [.. rules] });
}
