using System.Globalization;
using System.Numerics;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Limits;
using AiGateway.Operator.Resources.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Compile.Limits;

/// <summary>Money out of a text: exactly, or not at all.</summary>
public sealed class AmountPartTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000000001", 1)]
    [InlineData("0.1", 100_000_000)]
    [InlineData("12.50", 12_500_000_000)]
    [InlineData("0000001.000000000", 1_000_000_000)]
    [InlineData("9000000", 9_000_000_000_000_000)]
    public void Of_AmountOfMoney_IsInNanos(string text, long nanos)
    {
        var part = Assert.Single(AmountPart.Of(new() { Usd = text }));

        Assert.Equal((LimitUnit.Usd, nanos, true), (part.Unit, part.Value, part.IsWithinBounds));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1.0000000001")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999")]
    [InlineData("100000000000000000000000000000000000000000000")]
    public void Of_NoAmountOfMoney_HasNoValue(string text)
    {
        var part = Assert.Single(AmountPart.Of(new() { Usd = text }));

        Assert.Null(part.Value);
        Assert.False(part.IsWithinBounds);
    }

    [Fact]
    public void Of_AnyTextOfTheSchema_IsItsDigitsExactly() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var whole = random.Next(0, 10_000_000).ToString(CultureInfo.InvariantCulture);
            var behind = new string([.. Enumerable.Range(0, random.Next(0, 10)).Select(_ => (char)('0' + random.Next(10)))]);
            var text = behind.Length == 0 ? whole : $"{whole}.{behind}";

            Assert.True(ValueCheck.MatchesWhole(Patterns.Money, text));
            var nanos = BigInteger.Parse(whole + behind.PadRight(9, '0'), CultureInfo.InvariantCulture);
            Assert.Equal(nanos, (BigInteger)AmountPart.Of(new() { Usd = text })[0].Value!.Value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
