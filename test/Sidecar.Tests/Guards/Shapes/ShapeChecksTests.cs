using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Shapes;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Shapes;

/// <summary>Checks of a text's length, its shape and its code blocks: what is found depends on the text alone, and nothing that is found has passed.</summary>
public sealed class ShapeChecksTests
{
    [Theory]
    [InlineData("```python\nx\n```", "CODE")]
    [InlineData("text\n~~~ Py\nx", "CODE")]
    [InlineData("> - ```python3 title=\"x\"\n> x", "CODE")]
    [InlineData("1. ````{.python}\nx\n````", "CODE")]
    [InlineData("```python", "CODE")]
    [InlineData("```js\n```\n```python\n```", "CODE")]
    [InlineData("````js\n```python\n````", null)]
    [InlineData("```js\nprint('```python')\n```", null)]
    [InlineData("use ```python``` here", null)]
    [InlineData("```python``` is code in a line", null)]
    [InlineData("```\nx\n```", null)]
    [InlineData("``python\n``", null)]
    public void Language_DeniesPython_FindsItsBlocks(string text, string? label) =>
        Assert.Equal(label, Found(new LanguageCheck(Facts(CheckTypes.Language), new() { Deny = ["python"] }), text, 1).Label);

    [Theory]
    [InlineData("```json\n{}\n```", null)]
    [InlineData("```JSON\n{}\n```", null)]
    [InlineData("```yaml\n{}\n```", "CODE")]
    [InlineData("```\n{}\n```", "CODE_UNLABELLED")]
    public void Language_AllowsJsonAlone_FindsOthers(string text, string? label) =>
        Assert.Equal(label, Found(new LanguageCheck(Facts(CheckTypes.Language), new() { Allow = ["json"], Unlabelled = Unlabelled.Deny }), text, 3).Label);

    [Theory]
    [InlineData("abcd", null)]
    [InlineData("abcde", "TOO_LONG")]
    [InlineData("a", "TOO_SHORT")]
    [InlineData("", "TOO_SHORT")]
    public void Length_OfTwoToFour_IsKept(string text, string? label) =>
        Assert.Equal(label, Found(new LengthCheck(Facts(CheckTypes.Length), new() { MinCharacters = 2, MaxCharacters = 4 }), text, 1).Label);

    [Fact]
    public void Length_TextGrowsTooLong_WhatIsWithinHasPassed()
    {
        var (_, released) = Found(new LengthCheck(Facts(CheckTypes.Length), new() { MaxCharacters = 4 }), "abcdef", 1);
        Assert.Equal("abcd", released);
    }

    [Fact]
    public void Deny_OfABlock_ItsFenceHasNotPassed()
    {
        var (_, released) = Found(new LanguageCheck(Facts(CheckTypes.Language), new() { Deny = ["python"] }), "so:\n```python\nx", 1);
        Assert.Equal("so:\n", released);
    }

    [Fact]
    public Property Checks_AnyText_FindTheSameInAnyPieces() => Prop.ForAll(
        Gen.Elements("```", "~~~", "python", "js", "\n", " ", "> ", "x", "{", "}", "[1]", "\r\n", "`").ListOf().Select(string.Concat).ToArbitrary(),
        Gen.Choose(1, 7).ToArbitrary(),
        (text, size) =>
        {
            TextCheck[] checks =
            [
                new LanguageCheck(Facts(CheckTypes.Language), new() { Deny = ["python"], Unlabelled = Unlabelled.Deny }),
                new LengthCheck(Facts(CheckTypes.Length), new() { MinCharacters = 3, MaxCharacters = 20 }),
                new JsonShapeCheck(Facts(CheckTypes.JsonSchema), Shape("""{"type":"array"}""")),
            ];
            return checks.All(check => Found(check, text, size).Label == Found(check, text, int.MaxValue).Label);
        });

    private static AiGateway.Contracts.Schemas.JsonShape Shape(string schema)
    {
        Assert.True(AiGateway.Contracts.Schemas.JsonShape.TryParse(schema, out var shape, out var problem), problem);
        return shape;
    }

    private static CheckFacts Facts(string type) => new() { Guardrail = "shop/shapes", Index = 0, Type = type, On = [GuardPlace.Output], Action = GuardAction.Deny };

    private static (string? Label, string Released) Found(TextCheck check, string text, int size)
    {
        var session = new GuardSession(new GuardPlan([check]));
        using var guard = new TextGuard([check], session, GuardPlace.Output);
        var released = new System.Buffers.ArrayBufferWriter<char>();
        var passes = text.Chunk(size).All(piece => guard.Take(piece, released)) && guard.Finish(released);
        Assert.Equal(passes, session.Denial is null);
        if (passes) Assert.Equal(text, new string(released.WrittenSpan));
        return (session.Denial?.Label, new string(released.WrittenSpan));
    }
}
