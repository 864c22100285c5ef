using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Shapes;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Shapes;

/// <summary>Characters that nobody sees are taken out; those that languages, emoji and flags are made of stay.</summary>
public sealed class InvisibleCheckTests
{
    [Theory]
    [InlineData("pass\u200bword", "password", "ZERO_WIDTH")]
    [InlineData("a\u200db", "ab", "ZERO_WIDTH")]
    [InlineData("\ufeffa\ufeffb", "\ufeffab", "ZERO_WIDTH")]
    [InlineData("so\u00adft", "soft", "ZERO_WIDTH")]
    [InlineData("a\u3164b", "ab", "ZERO_WIDTH")]
    [InlineData("access\u202ecod.exe\u202c", "accesscod.exe", "BIDI")]
    [InlineData("a\u2066b\u2069", "ab", "BIDI")]
    [InlineData("abc\u200fdef", "abcdef", "BIDI")]
    [InlineData("hi\U000E0069\U000E0067\U000E006E", "hi", "TAG")]
    [InlineData("\U0001F3F4\U000E0069\U000E0067", "\U0001F3F4", "TAG")]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F\U000E0061", "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "TAG")]
    [InlineData("a\U000E0101\U000E0102", "a", "TAG")]
    [InlineData("\u2764\ufe0f\ufe0e\ufe01", "\u2764\ufe0f", "TAG")]
    [InlineData("x\ufe0f", "x", "TAG")]
    [InlineData("\U0001F468\u200d\u200d\U0001F469", "\U0001F468\u200d\U0001F469", "ZERO_WIDTH")]
    public void Text_WithWhatNobodySees_IsRidOfIt(string text, string expected, string label)
    {
        var (left, labels) = Mask(text, 1);

        Assert.Equal(expected, left);
        Assert.Equal([label], labels);
    }

    [Theory]
    [InlineData("\U0001F468\u200d\U0001F469\u200d\U0001F467 \u2764\ufe0f 1\ufe0f\u20e3 \U0001F3F3\ufe0f\u200d\U0001F308")]
    [InlineData("\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F and \U0001F3F4")]
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")]
    [InlineData("\u0915\u094d\u200d\u0937")]
    [InlineData("\u05e9\u05dc\u05d5\u05dd (abc)\u200f!")]
    [InlineData("\u845b\U000E0100 \u3042")]
    [InlineData("\ufeffplain, \u00e9\u00df\u4f60\u597d \ud83d")]
    public void Text_ThatNeedsWhatItHas_StaysAsItIs(string text) => Assert.Equal((text, 0), (Mask(text, 1).Left, Mask(text, 1).Labels.Count));

    [Fact]
    public Property Texts_InAnyPieces_AreRidOfTheSame() => Prop.ForAll(
        Gen.Elements("a", "\u200b", "\u200d", "\U0001F468", "\ufe0f", "\U000E0067", "\U000E0062", "\U000E007F", "\U0001F3F4", "\u202e", "\u200f", "\u05d0", "\ud83d", "\udb40", "\udc67", "1")
            .ListOf().Select(string.Concat).ToArbitrary(),
        Gen.Choose(1, 5).ToArbitrary(),
        (text, size) => Mask(text, size).Left == Mask(text, int.MaxValue).Left);

    private static (string Left, List<string> Labels) Mask(string text, int size)
    {
        var facts = new CheckFacts { Guardrail = "shop/seen", Index = 0, Type = CheckTypes.Invisible, On = [GuardPlace.Input], Action = GuardAction.Mask };
        var check = new InvisibleCheck(facts, new());
        var session = new GuardSession(new GuardPlan([check]));
        using var guard = new TextGuard([check], session, GuardPlace.Input);
        var left = new ArrayBufferWriter<char>();
        Assert.All(text.Chunk(size), piece => Assert.True(guard.Take(piece, left)));
        Assert.True(guard.Finish(left));
        return (new(left.WrittenSpan), [.. session.Findings.Select(finding => finding.Label)]);
    }
}
