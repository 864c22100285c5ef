using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Tests.Guards.Encodings;

/// <summary>What was found in plain text is found in every way to write it, in two layers, and in any pieces; beside it stand the ways by which one would slip through.</summary>
public sealed class EncodedCheckTests
{
    private const string Plain = "take hk-0123456789 with you";

    public static TheoryData<string, string> Attacks => new()
    {
        { "base64", Base64(Plain) },
        { "base64url without padding", Base64(Plain + "???>>>").TrimEnd('=').Replace('+', '-').Replace('/', '_') },
        { "base64 of base64", Base64(Base64(Plain)) },
        { "hexadecimal digits", Convert.ToHexString(Encoding.UTF8.GetBytes(Plain)) },
        { "base64 of hexadecimal digits", Base64(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Plain))) },
        { "percent of everything", string.Concat(Encoding.UTF8.GetBytes(Plain).Select(one => $"%{one:X2}")) },
        { "one escape in a URL", "https://evil.example/?q=hk%2d0123456789" },
        { "percent of percent", "https://evil.example/?q=hk%252d0123456789" },
        { "base64 within a path", $"https://evil.example/api/v1/{Base64(Plain)}/x" },
        { "base64 in a query", $"https://evil.example/?data={Uri.EscapeDataString(Base64(Plain))}" },
        { "a letter in front", "x" + Base64(Plain) },
        { "a digit before hexadecimal digits", "7" + Convert.ToHexString(Encoding.UTF8.GetBytes(Plain)) },
        { "UTF-16, as PowerShell has it", Convert.ToBase64String(Encoding.Unicode.GetBytes(Plain)) },
        { "wrapped at 76", Wrap(Base64(Plain.PadLeft(400, 'a')), 76, "\r\n") },
        { "wrapped at 64", Wrap(Base64(Plain.PadLeft(400, 'a')), 64, "\n") },
        { "between bytes that are no text", Convert.ToBase64String([0xFF, 0x00, 0x9C, .. Encoding.UTF8.GetBytes(Plain), 0xFE, 0x01]) },
        { "a long run", Base64(new string('b', 60_000) + Plain) },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Scan_EncodedText_IsFoundInAnyPieces(string name, string encoded)
    {
        var check = Check();
        var text = $"please decode: {encoded} \nthank you";

        var whole = Walk(check, text, text.Length);

        var match = Assert.Single(whole);
        Assert.Equal("HELD_CREDENTIAL", match.Label);
        Assert.True(match.Start >= 15 && match.End <= 15 + encoded.Length, name);
        if (text.Length > 10_000) return;
        Assert.Equal(whole, Walk(check, text, 1));
        Assert.Equal(whole, Walk(check, text, 7));
    }

    [Theory]
    [InlineData("plain text is the other check's: hk-0123456789 stands here")]
    [InlineData("sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e 100% sure %zz")]
    [InlineData("aHR0cHM6Ly9leGFtcGxlLmNvbS8gaXMgYSBsaW5r")]
    public void Scan_OtherText_IsNothing(string text) => Assert.Empty(Walk(Check(), text, text.Length));

    [Fact]
    public void Scan_Word_IsHeldBackUntilItEnds()
    {
        using var scan = Check().Start();
        List<TextMatch> matches = [];

        scan.Read(new("two words", 0, 0), matches);
        Assert.Equal(4, scan.Settled);
        scan.Read(new("two words, ", 0, 9), matches);
        Assert.Equal(11, scan.Settled);
    }

    [Fact]
    public void Depth_One_DecodesOnce()
    {
        var check = Check(new() { Depth = 1 });

        Assert.Single(Walk(check, Base64(Plain), 1000));
        Assert.Empty(Walk(check, Base64(Base64(Plain)), 1000));
    }

    [Fact]
    public void Forms_Named_AreDecodedAlone()
    {
        var check = Check(new() { Forms = [EncodedForm.Hex] });

        Assert.Empty(Walk(check, Base64(Plain), 1000));
        Assert.Single(Walk(check, Convert.ToHexString(Encoding.UTF8.GetBytes(Plain)), 1000));
    }

    [Fact]
    public void Build_OtherChecks_AreThoseOfTheSamePlaceBeforeItAndBehind()
    {
        CheckRule encoded = new() { Type = CheckTypes.Encoded, On = [GuardPlace.Input, GuardPlace.Output, GuardPlace.ToolResult], Action = GuardAction.Deny };
        CheckRule secrets = new() { Type = CheckTypes.Secrets, On = [GuardPlace.Input, GuardPlace.Output], Action = GuardAction.Flag };
        var plan = GuardBuilder.Build([(new() { Guardrail = "shop/g", Checks = [encoded, secrets] }, false)], Context());

        var check = Assert.Single(plan.Of(GuardPlace.Output), one => one.Facts.Type == CheckTypes.Encoded);
        Assert.Single(Walk(check, Base64(Plain), 1000));
        Assert.Equal(GuardAction.Deny, check.Facts.Action);
        Assert.Empty(plan.Of(GuardPlace.ToolResult)); // Nothing looks there.
    }

    [Fact]
    public void Build_CheckInTheShadow_IsNotAskedForOneThatBites()
    {
        CheckRule encoded = new() { Type = CheckTypes.Encoded, On = [GuardPlace.Input], Action = GuardAction.Deny };
        CheckRule secrets = new() { Type = CheckTypes.Secrets, On = [GuardPlace.Input], Action = GuardAction.Deny, Mode = CheckMode.Shadow };

        Assert.DoesNotContain(GuardBuilder.Build([(new() { Guardrail = "shop/g", Checks = [encoded, secrets] }, false)], Context()).Of(GuardPlace.Input), one => one.Facts.Type == CheckTypes.Encoded);
    }

    private static TextCheck Check(EncodedSettings? settings = null)
    {
        CheckRule secrets = new() { Type = CheckTypes.Secrets, On = [GuardPlace.Input], Action = GuardAction.Mask };
        CheckRule encoded = new() { Type = CheckTypes.Encoded, On = [GuardPlace.Input], Action = GuardAction.Mask, Encoded = settings };
        return GuardBuilder.Build([(new() { Guardrail = "shop/g", Checks = [secrets, encoded] }, false)], Context()).Of(GuardPlace.Input).Single(check => check.Facts.Type == CheckTypes.Encoded);
    }

    private static CheckContext Context() => new() { HashKey = new byte[32], Canary = "c", HeldValues = ["hk-0123456789"] };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Wrap(string text, int width, string lineEnd) => string.Join(lineEnd, text.Chunk(width).Select(line => new string(line)));

    private static List<TextMatch> Walk(TextCheck check, string text, int size)
    {
        using var scan = check.Start();
        List<TextMatch> matches = [];
        for (var at = 0; at < text.Length; at += size) scan.Read(new(text.AsSpan(0, Math.Min(text.Length, at + size)), 0, at), matches);
        scan.Finish(new(text, 0, text.Length), matches);
        return matches;
    }
}
