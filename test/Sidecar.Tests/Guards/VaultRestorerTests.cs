using System.Buffers;
using AiGateway.Sidecar.Guards;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards;

public sealed class VaultRestorerTests
{
    private readonly ArrayBufferWriter<char> _released = new();

    [Theory]
    [InlineData("write to [EMAIL_1].", "write to ann@example.org.")]
    [InlineData("[EMAIL_1][EMAIL_2]", "ann@example.orgbob@example.org")]
    [InlineData("[[EMAIL_1]]", "[ann@example.org]")]
    [InlineData("[EMAIL_[EMAIL_12]", "[EMAIL_lee@example.org")]
    [InlineData("[EMAIL_3] [email_1] [EMAIL_1 ] EMAIL_1] [EMAIL 1] [EMAIL_01]", "[EMAIL_3] [email_1] [EMAIL_1 ] EMAIL_1] [EMAIL 1] [EMAIL_01]")]
    [InlineData("[EMAIL_1", "[EMAIL_1")]
    public void Finish_WholeText_TurnsExactTokensBack(string text, string expected)
    {
        using VaultRestorer restorer = new(Vault());

        Assert.True(restorer.Take(text, _released));
        Assert.True(restorer.Finish(_released));

        Assert.Equal(expected, _released.WrittenSpan);
    }

    [Theory]
    [InlineData("a [", 1)]
    [InlineData("a [EMAIL_1", 8)]
    [InlineData("a [EMAIL_3", 0)]
    [InlineData("a [x", 0)]
    [InlineData("a [CARD", 0)]
    [InlineData("a [EMAIL_1]", 0)]
    [InlineData("a [EMAIL_[", 1)]
    public void Take_EndOfPiece_HoldsOnlyWhatMayBecomeAToken(string piece, int held)
    {
        using VaultRestorer restorer = new(Vault());

        restorer.Take(piece, _released);

        Assert.Equal(held, restorer.Held);
    }

    [Fact]
    public void Take_EmptyVault_HoldsNothing()
    {
        using VaultRestorer restorer = new(new());

        restorer.Take("a [", _released);

        Assert.Equal(0, restorer.Held);
        Assert.Equal("a [", _released.WrittenSpan);
    }

    [Fact]
    public void Take_AnyTextInAnyPieces_IsTheTextWithEachTokenReplacedAndHoldsNoMoreThanItsOpenToken()
    {
        var vault = Vault();
        var part = Gen.Elements("[EMAIL_1]", "[EMAIL_2]", "[EMAIL_12]", "[EMAIL_3]", "[", "]", "[EMAIL_", "1", "_", "E", "\uD83D\uDE00", " to ", "[[", "]]");
        var cases = part.ListOf().Select(string.Concat).SelectMany(text => Gen.Choose(1, 9).ListOf(text.Length).Select(sizes => (text, sizes)));

        Prop.ForAll(cases.ToArbitrary(), sample => Restored(vault, sample.text, sample.sizes) == Replaced(vault, sample.text)).QuickCheckThrowOnFailure();
    }

    private static string Restored(MaskVault vault, string text, IEnumerable<int> sizes)
    {
        ArrayBufferWriter<char> released = new();
        using VaultRestorer restorer = new(vault);
        var at = 0;
        foreach (var size in sizes)
        {
            var next = Math.Min(text.Length, at + size);
            restorer.Take(text.AsSpan(at..next), released);
            at = next;
            Assert.Equal(OpenToken(vault, text[..at]), restorer.Held);
        }

        restorer.Take(text.AsSpan(at), released);
        restorer.Finish(released);
        return released.WrittenSpan.ToString();
    }

    private static int OpenToken(MaskVault vault, string text)
    {
        var open = text.LastIndexOf('[');
        return open >= 0 && vault.Values.Keys.Any(token => token.Length > text.Length - open && token.StartsWith(text[open..], StringComparison.Ordinal)) ? text.Length - open : 0;
    }

    private static string Replaced(MaskVault vault, string text) => vault.Values.Aggregate(text, (result, pair) => result.Replace(pair.Key, pair.Value, StringComparison.Ordinal));

    private static MaskVault Vault()
    {
        MaskVault vault = new();
        string[] names = ["ann", "bob"];
        foreach (var name in names) vault.TokenOf("EMAIL", $"{name}@example.org");
        vault.Avoid("[EMAIL_3] [EMAIL_4] [EMAIL_5] [EMAIL_6] [EMAIL_7] [EMAIL_8] [EMAIL_9] [EMAIL_10] [EMAIL_11]"u8);
        vault.TokenOf("EMAIL", "lee@example.org");
        return vault;
    }
}
