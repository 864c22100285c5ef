using System.Text;
using System.Text.Json;

namespace AiGateway.Contracts.Tests;

public sealed class SecretTextTests
{
    [Fact]
    public void ToString_AnyValue_IsStars() => Assert.Equal("***", $"{new SecretText("sk-live")}");

    [Fact]
    public void ToString_OfARecordThatHoldsOne_ShowsNoKey() => Assert.DoesNotContain("sk-test", Given.Rules().Providers[0].ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", "aa", false)]
    public void Equals_ComparesValues(string left, string right, bool expected) => Assert.Equal(expected, new SecretText(left).Equals(new SecretText(right)));

    [Fact]
    public void ReadRules_BadBundle_ExceptionShowsNoKey()
    {
        var json = Encoding.UTF8.GetString(BundleJson.WriteRules(Given.Rules())).Replace("\"keyPrefix\"", "\"keyPrefx\"", StringComparison.Ordinal);

        var exception = Assert.Throws<JsonException>(() => BundleJson.ReadRules(Encoding.UTF8.GetBytes(json)));

        Assert.DoesNotContain("sk-test", exception.ToString(), StringComparison.Ordinal);
    }
}
