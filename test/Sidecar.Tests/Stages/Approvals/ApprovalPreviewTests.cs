using System.Buffers;
using System.Text;
using AiGateway.Contracts.Approvals;
using AiGateway.Sidecar.Stages.Approvals;

namespace AiGateway.Sidecar.Tests.Stages.Approvals;

/// <summary>What a human is shown of arguments, which an agent may have been talked into.</summary>
public sealed class ApprovalPreviewTests
{
    private readonly ApprovalPreview _preview = new();

    [Fact]
    public void Of_Plain_ShowsEveryMember() =>
        Assert.Equal("""{"repo": "acme/shop", "force": true, "tries": [1, 2.5, null], "in": {"a": "b"}}""", Of("""{"repo":"acme/shop","force":true,"tries":[1,2.5,null],"in":{"a":"b"}}"""));

    [Theory]
    [InlineData("an account", """{"iban":"DE89370400440532013000"}""", "DE89370400440532013000")]
    [InlineData("a cloud's key", """{"key":"AKIAZ3MHAGKQ7WPLN5XE"}""", "AKIAZ3MHAGKQ7WPLN5XE")]
    [InlineData("an address", """{"to":"jane.doe@example.com"}""", "jane.doe@example.com")]
    [InlineData("a card, as a number", """{"card":4111111111111111}""", "4111111111111111")]
    [InlineData("an address, in a name", """{"jane.doe@example.com":1}""", "jane.doe@example.com")]
    [InlineData("an address behind escapes", """{"to":"jane\u002edoe@example\u002ecom"}""", "jane.doe@example.com")]
    public void Of_WhatDetectorsKnow_IsMasked(string what, string arguments, string hidden)
    {
        var shown = Of(arguments);

        Assert.False(shown.Contains(hidden, StringComparison.Ordinal), what);
        Assert.Contains("[", shown);
    }

    [Theory]
    [InlineData("a line's end", """{"a":"x\r\ny"}""")]
    [InlineData("a terminal's command", """{"a":"\u001b[2Jx"}""")]
    [InlineData("a turning mark", """{"a":"\u202egnp.exe"}""")]
    [InlineData("an invisible mark", """{"a":"de\u200blete"}""")]
    [InlineData("a line separator", """{"a":"x\u2028y"}""")]
    public void Of_WhatATerminalObeys_IsASpace(string what, string arguments)
    {
        var shown = Of(arguments);

        Assert.True(shown.All(letter => letter is >= ' ' and <= '~'), what);
    }

    [Fact]
    public void Of_AValueThatLooksLikeAnotherMember_StaysAValue() =>
        Assert.Equal("""{"a": "x\", \"force\": \"no"}""", Of("""{"a":"x\", \"force\": \"no"}"""));

    [Fact]
    public void Of_ALongValue_IsCutAndCounted()
    {
        var shown = Of($$"""{"a":"{{new string('x', 5000)}}","b":1}""");

        Assert.Contains("… (5000 characters)\", \"b\": 1}", shown);
        Assert.True(shown.Length < 400);
    }

    [Fact]
    public void Of_VeryMuch_IsBounded()
    {
        var shown = Of("{" + string.Join(',', Enumerable.Range(0, 5000).Select(number => $"\"m{number}\":\"{new string('v', 300)}\"")) + "}");

        Assert.InRange(shown.Length, 1, ApprovalAsk.MaxPreview);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ACredentialBehindALongText_IsNotShownHalf()
    {
        var shown = Of($$"""{"a":"{{new string('x', ApprovalPreview.MaxValue - 10)}} AKIAZ3MHAGKQ7WPLN5XE"}""");

        Assert.DoesNotContain("AKIA", shown);
    }

    private string Of(string arguments) => _preview.Of(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)));
}
