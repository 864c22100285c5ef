using System.Buffers;
using System.Security.Cryptography;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Pii;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Pii;

public sealed class PiiMaskTests
{
    private const string Text = "mail ann@example.org or Bob.Lee@example.org, then ann@example.org; card 4111 1111 1111 1111";
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);
    private static readonly CheckFacts s_facts = new() { Guardrail = "shop/people", Index = 0, Type = CheckTypes.Pii, On = [GuardPlace.Input], Action = GuardAction.Mask };
    private static readonly PiiCheck s_labels = new(s_facts, new() { Types = [.. Enum.GetValues<PiiType>()] }, s_key);
    private static readonly PiiCheck s_reversible = new(s_facts, new() { Types = [PiiType.Email, PiiType.Card], Mask = MaskForm.Reversible }, s_key);

    [Fact]
    public void MaskOf_Label_IsTheType() => Assert.Equal("mail [EMAIL] or [EMAIL], then [EMAIL]; card [CARD]", Mask(MaskForm.Label, [Text]));

    [Fact]
    public void MaskOf_Reversible_NumbersValuesAndComesBack()
    {
        MaskVault vault = new();

        var masked = Mask(MaskForm.Reversible, [Text], vault);

        Assert.Equal("mail [EMAIL_1] or [EMAIL_2], then [EMAIL_1]; card [CARD_1]", masked);
        using VaultRestorer restorer = new(vault);
        ArrayBufferWriter<char> released = new();
        restorer.Take(masked, released);
        restorer.Finish(released);
        Assert.Equal(Text, released.WrittenSpan);
    }

    /// <summary>Two rules find the same characters, of which one knows only when the next piece is there.</summary>
    [Fact]
    public void Take_MatchesOfOnePlaceThatAreDecidedAtDifferentTimes_AreMaskedAsInTheWhole()
    {
        Assert.Equal("phone@[BR_CPF] 5919", Mask(MaskForm.Label, ["phone@529.982.247-25 5919"]));
        Assert.Equal("phone@[BR_CPF] 5919", Mask(MaskForm.Label, ["phone@529.982.247-25 ", "5919"]));
    }

    [Fact]
    public void MaskOf_ReversibleMatchesThatOverlap_ComeBackWhole()
    {
        MaskVault vault = new();

        var masked = Mask(MaskForm.Reversible, ["4111 1111 1111 1111@example.org"], vault);

        Assert.Equal("[CARD_1]", masked);
        Assert.Equal("4111 1111 1111 1111@example.org", vault.Values["[CARD_1]"]);
    }

    [Theory]
    [InlineData("EMAIL", "ann@example.org", "a***@example.org")]
    [InlineData("EMAIL", "ann@example.org 4111 1111", "***@*******.*** **** 1111")] // two matches that are masked as one
    [InlineData("CARD", "4111 1111 1111 1111", "**** **** **** 1111")]
    [InlineData("US_SSN", "123-45-6789", "***-**-6789")]
    [InlineData("UK_NINO", "AB123456C", "*****456C")]
    [InlineData("PHONE", "+1 (415) 555-2671", "+* (***) ***-2671")]
    [InlineData("PHONE", "12345678", "******78")]
    [InlineData("IBAN", "DE89 3704 0044 0532 0130 00", "**** **** **** **** **30 00")]
    [InlineData("IP_ADDRESS", "203.0.113.77", "203.*.***.**")]
    [InlineData("IP_ADDRESS", "2001:db8::1", "2001:***::*")]
    [InlineData("MAC_ADDRESS", "00:1a:2b:3c:4d:5e", "00:**:**:**:**:**")]
    public void Partial_Value_KeepsOnlyWhatItMay(string label, string value, string expected) => Assert.Equal(expected, PiiMask.Partial(label, value));

    [Fact]
    public void Hash_SameValueWrittenOtherwise_IsTheSameUnderOneKeyAndLabelAlone()
    {
        var hash = PiiMask.Hash("CARD", "4111 1111 1111 1111", s_key);

        Assert.Matches("^\\[CARD:[0-9a-f]{8}]$", hash);
        Assert.Equal(hash, PiiMask.Hash("CARD", "4111-1111-1111-1111", s_key));
        Assert.Equal(PiiMask.Hash("EMAIL", "Ann@Example.org", s_key), PiiMask.Hash("EMAIL", "ann@example.org", s_key));
        Assert.NotEqual(PiiMask.Hash("EMAIL", "a.nn@example.org", s_key), PiiMask.Hash("EMAIL", "ann@example.org", s_key));
        Assert.NotEqual(hash, PiiMask.Hash("CARD", "4111 1111 1111 1112", s_key));
        Assert.NotEqual(hash[^9..], PiiMask.Hash("IBAN", "4111 1111 1111 1111", s_key)[^9..]);
        Assert.NotEqual(hash, PiiMask.Hash("CARD", "4111 1111 1111 1111", RandomNumberGenerator.GetBytes(32)));
    }

    [Fact]
    public void Hash_Value_IsTheHeadOfItsHmac() =>
        Assert.Equal($"[EMAIL:{Convert.ToHexStringLower(HMACSHA256.HashData(s_key, "EMAIL\0ann@example.org"u8))[..8]}]", PiiMask.Hash("EMAIL", "ann@example.org", s_key));

    [Fact]
    public void Take_AnyTextInAnyPieces_IsMaskedAsTheWhole()
    {
        var part = Gen.Elements(
            "ann@example.org", "4111 1111 1111 1111", "4111111111111111", "DE89 3704 0044 0532 0130 00", "+49 (0)30 123456", "(415) 555-2671", "123-45-6789", "AB 12 34 56 C", "phone ", "nhs ",
            "943 476 5919", "2001:db8::1", "203.0.113.7", "00:1a:2b:3c:4d:5e", "2341 2341 2346", "529.982.247-25", "11010519491231002X", "T220001293", "Ausweis ", " ", "-", ".", "1", "a", "@",
            "order ", "\n", "é", "\uD83D\uDE00", "2 55 08 14 168 025 38", "12.ABC.345/01DE-35", "card ");
        var cases = part.ListOf().Select(string.Concat).SelectMany(text => Gen.Choose(1, 30).ListOf(text.Length).Select(sizes => (text, sizes)));

        Prop.ForAll(cases.ToArbitrary(), sample => Mask(MaskForm.Label, [sample.text]) == Mask(MaskForm.Label, Pieces(sample.text, sample.sizes))).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static IEnumerable<string> Pieces(string text, IEnumerable<int> sizes)
    {
        var at = 0;
        foreach (var size in sizes)
        {
            yield return text[at..Math.Min(text.Length, at + size)];
            at = Math.Min(text.Length, at + size);
        }

        yield return text[at..];
    }

    private static string Mask(MaskForm form, IEnumerable<string> pieces, MaskVault? vault = null)
    {
        var check = form == MaskForm.Label ? s_labels : s_reversible;
        using TextGuard guard = new([vault is null ? check : new VaultedCheck(check, vault)], new(GuardPlan.Empty), GuardPlace.Input);
        ArrayBufferWriter<char> released = new();
        foreach (var piece in pieces) Assert.True(guard.Take(piece, released));
        Assert.True(guard.Finish(released));
        return released.WrittenSpan.ToString();
    }

    /// <summary>The check with a vault of the test's own.</summary>
    private sealed class VaultedCheck(PiiCheck check, MaskVault vault) : TextCheck(check.Facts)
    {
        public override TextScan Start() => check.Start();

        public override string MaskOf(in TextMatch match, ReadOnlySpan<char> text, MaskVault other) => check.MaskOf(match, text, vault);
    }
}
