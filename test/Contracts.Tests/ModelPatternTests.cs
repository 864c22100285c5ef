using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Contracts.Tests;

public sealed class ModelPatternTests
{
    [Theory]
    [InlineData("gpt-4", "gpt-4", true)]
    [InlineData("gpt-4", "gpt-4o", false)]
    [InlineData("gpt-*", "gpt-4o", true)]
    [InlineData("gpt-*", "gpt-", true)]
    [InlineData("*", "", true)]
    [InlineData("gpt-4", "GPT-4", false)]
    [InlineData("gpt-4", "gpt-\uFF14", false)]
    [InlineData("gpt-*", "gpt", false)]
    public void Matches_PatternAndName_AsDocumented(string pattern, string model, bool expected) => Assert.Equal(expected, ModelPattern.Matches(pattern, model));

    [Fact]
    public void Overlap_AnyTwoPatternsThatMatchOneName_IsTrue()
    {
        var letters = Gen.Elements("a", "b", "ab", "").ArrayOf(3).Select(string.Concat);
        var pattern = letters.SelectMany(text => Gen.Elements(text, text + "*"));
        var cases = pattern.SelectMany(left => pattern.SelectMany(right => letters.Select(name => (left, right, name))));

        Prop.ForAll(cases.ToArbitrary(), sample =>
            !(ModelPattern.Matches(sample.left, sample.name) && ModelPattern.Matches(sample.right, sample.name))
            || ModelPattern.Overlap(sample.left, sample.right)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a*", "b*", false)]
    [InlineData("a*", "ab", true)]
    [InlineData("ab", "a", false)]
    [InlineData("*", "x", true)]
    public void Overlap_TwoPatterns_IsSymmetric(string left, string right, bool expected)
    {
        Assert.Equal(expected, ModelPattern.Overlap(left, right));
        Assert.Equal(expected, ModelPattern.Overlap(right, left));
    }
}
