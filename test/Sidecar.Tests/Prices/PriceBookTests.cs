using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Prices;

public sealed class PriceBookTests
{
    [Theory]
    [InlineData("gpt-4o", "gpt-4o")]
    [InlineData("gpt-4o-mini", "gpt-4o-mini")]
    [InlineData("gpt-4o-2024-08-06", "gpt-4o")] // A date is no other model ...
    [InlineData("gpt-4o-2024-05-13", "gpt-4o-2024-05-13")] // ... unless it has a row of its own.
    [InlineData("gpt-4o-preview", "gpt-4*")]
    [InlineData("gpt-4.1-nano", "gpt-4.1*")]
    [InlineData("GPT-4o", null)]
    [InlineData("", null)]
    [InlineData("o1", null)]
    public void Find_Name_TakesTheExactThenTheFormThenTheLongestPrefix(string model, string? expected)
    {
        var book = GivenPrices.Book(Rules("gpt-4*", "gpt-4.1*", "gpt-4o", "gpt-4o-mini", "gpt-4o-2024-05-13"));
        Assert.Equal(expected, book.Find(model)?.Model);
    }

    [Fact]
    public void Find_SameNameTwice_TakesTheFirst()
    {
        var book = GivenPrices.Book(GivenPrices.Rule("m", 1m), GivenPrices.Rule("m", 9m), GivenPrices.Rule("x*", 1m), GivenPrices.Rule("x*", 9m));
        Assert.Equal(1_000, book.Find("m")!.Of(new() { Input = 1 }).Nanos);
        Assert.Equal(1_000, book.Find("xy")!.Of(new() { Input = 1 }).Nanos);
    }

    [Fact]
    public void Dearest_NotToldApart_IsTheOneWithTheDearestTokens() =>
        Assert.Equal("long", GivenPrices.Book(GivenPrices.Rule("a", 5m, 10m), GivenPrices.Rule("long", 3m, 4m) with { LongFrom = 1, LongInput = 6m, LongOutput = 20m }, GivenPrices.Rule("b*", 1m, 20m)).Dearest!.Model);

    [Fact]
    public void Dearest_Told_IsThatOne()
    {
        var book = PriceBook.Of(GivenBundle.Provider() with { DearestPrice = GivenPrices.Rule("top", 100m) });
        Assert.Equal("top", book.Dearest!.Model);
        Assert.Null(book.Find("top"));
    }

    [Fact]
    public void Of_AccountWithoutPrices_KnowsNothing()
    {
        var book = PriceBook.Of(GivenBundle.Provider());
        Assert.Same(PriceBook.Empty, book);
        Assert.Null(book.Dearest);
        Assert.Null(book.Find("gpt-4o"));
        Assert.Null(book.Find(null));
    }

    private static PriceRule[] Rules(params string[] models) => Array.ConvertAll(models, model => GivenPrices.Rule(model));
}
