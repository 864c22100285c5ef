using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Guards.Json;

public sealed class JsonPieceGuardTests
{
    [Theory]
    [InlineData("""{"to":"secret","cc":["a secret b"]}""", """{"to":"[WORD]","cc":["a [WORD] b"]}""")]
    [InlineData("""{"to":"s\u0065cret"}""", """{"to":"[WORD]"}""")]
    [InlineData("""{"to":"a\/b\u00e9 \n secret \"q\" \u00e9"}""", """{"to":"a\/b\u00e9 \n [WORD] \"q\" é"}""")]
    [InlineData("""{"card":4111111111111111,"other":12}""", """{"card":"[WORD]","other":12}""")]
    [InlineData("""[4111111111111111]""", """["[WORD]"]""")]
    [InlineData(""" "secret" """, """ "[WORD]" """)]
    [InlineData("4111111111111111", "\"[WORD]\"")]
    [InlineData("""{"a":true,"b":[null,false,{}],"c":{"d":[]}}""", """{"a":true,"b":[null,false,{}],"c":{"d":[]}}""")]
    [InlineData("""{"half":"\ud83d","pair":"\ud83d\ude00 😀","end":"secre"}""", """{"half":"\ud83d","pair":"\ud83d\ude00 😀","end":"secre"}""")]
    [InlineData("""{"a":"secret""", """{"a":"[WORD]""")]
    [InlineData("""{"a":"secre\u00""", """{"a":"secre\u00""")]
    [InlineData("""{"a":411111111111111""", """{"a":411111111111111""")]
    [InlineData("""{"a":4111111111111111""", """{"a":"[WORD]""" + "\"")]
    [InlineData("", "")]
    public void Take_Json_MasksEachTextOfItAndLeavesTheRest(string json, string masked)
    {
        Assert.Equal(masked, Run(json, [json.Length]));
        Assert.Equal(masked, Run(json, [1]));
        Assert.Equal(masked, Run(json, [3, 1, 2]));
    }

    [Theory]
    [InlineData("a secret in words", "a [WORD] in words")]
    [InlineData("{to: secret}", "{to: [WORD]}")]
    [InlineData("{'to':'secret'}", "{'to':'[WORD]'}")]
    [InlineData("{\"a\":1}} secret", "{\"a\":1}} [WORD]")]
    [InlineData("{\"a\":\"b\" secret}", "{\"a\":\"b\" [WORD]}")]
    [InlineData("{\"a\":\"\\q secret\"}", "{\"a\":\"\\q [WORD]\"}")]
    [InlineData("[1,]secret", "[1,][WORD]")]
    [InlineData("tru secret", "tru [WORD]")]
    [InlineData("12 secret", "12 [WORD]")]
    public void Take_NoJson_IsMaskedAsPlainText(string text, string masked)
    {
        Assert.Equal(masked, Run(text, [text.Length]));
        Assert.Equal(masked, Run(text, [1]));
    }

    [Theory]
    [InlineData("{\"secret\":1}", "WORD")]
    [InlineData("{\"a\":{\"s\\u0065cret\":1}}", "WORD")]
    [InlineData("{\"a\":\"secret\"} oh", "NOT_JSON")]
    public void Take_NameOrWhatHasLeftMaskedAsJson_Denies(string text, string label)
    {
        foreach (var sizes in new int[][] { [text.Length], [1], [2] })
        {
            var session = SessionOf(GuardAction.Mask);
            Assert.Null(Run(text, sizes, session));
            Assert.Equal((label, GuardAction.Deny), (session.Denial!.Label, session.Denial.Check.Action));
        }
    }

    [Fact]
    public void Take_DeeperThanIsRead_Denies()
    {
        var session = SessionOf(GuardAction.Mask);

        Assert.NotNull(Run(new string('[', JsonShape.MaxDepth), [1], session));
        Assert.Null(Run(new string('[', JsonShape.MaxDepth + 1), [1], session));
    }

    [Fact]
    public void Take_MatchThatStraddlesWhatLeftBeforeItWasNoJson_Denies()
    {
        var session = SessionOf(GuardAction.Mask, "[12 34]");

        Assert.Null(Run("[12 34]", [1], session));
        Assert.Equal("NOT_JSON", session.Denial!.Label);
    }

    [Fact]
    public void Take_Flag_HoldsNothingBackAndCounts()
    {
        var session = SessionOf(GuardAction.Flag);
        var released = new ArrayBufferWriter<char>();
        using var guard = new JsonPieceGuard(session.Plan.Of(GuardPlace.ToolArguments), session, GuardPlace.ToolArguments);

        Assert.True(guard.Take("{\"a\":\"secre", released));
        Assert.Equal("{\"a\":\"secre", released.WrittenSpan.ToString());
        Assert.True(guard.Take("t\"} and no json", released));

        Assert.Equal("{\"a\":\"secret\"} and no json", released.WrittenSpan.ToString());
        Assert.Contains(session.Findings, found => found.Label == LiteralCheck.Label);
        Assert.Null(session.Denial);
    }

    [Fact]
    public void Take_LongText_KeepsABoundedPartOfIt()
    {
        var session = SessionOf(GuardAction.Mask);
        var released = new ArrayBufferWriter<char>();
        using var guard = new JsonPieceGuard(session.Plan.Of(GuardPlace.ToolArguments), session, GuardPlace.ToolArguments);
        var piece = new string('a', 4096);
        guard.Take("[\"", released);
        for (var count = 0; count < 200; count++) Assert.True(guard.Take(piece, released));

        Assert.Equal(2 + (200 * 4096), released.WrittenCount);
        Assert.True(guard.Take(" secret\"]", released) && guard.Finish(released));
        Assert.EndsWith("aaa [WORD]\"]", released.WrittenSpan.ToString());
        Assert.False(guard.Take("x", released));
    }

    internal static GuardSession SessionOf(GuardAction action, params string[] words) => new(new([LiteralCheck.Of(
        action, [GuardPlace.Output, GuardPlace.ToolArguments], words.Length == 0 ? ["secret", "4111111111111111"] : words)]));

    internal static string? Run(string text, int[] sizes, GuardSession? session = null)
    {
        session ??= SessionOf(GuardAction.Mask);
        var released = new ArrayBufferWriter<char>();
        using var guard = new JsonPieceGuard(session.Plan.Of(GuardPlace.ToolArguments), session, GuardPlace.ToolArguments);
        for (int start = 0, turn = 0; start < text.Length; turn++)
        {
            var size = Math.Min(sizes[turn % sizes.Length], text.Length - start);
            if (!guard.Take(text.AsSpan(start, size), released)) return null;
            start += size;
        }

        return guard.Finish(released) ? released.WrittenSpan.ToString() : null;
    }
}
