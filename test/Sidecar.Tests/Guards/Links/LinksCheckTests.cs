using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Links;

namespace AiGateway.Sidecar.Tests.Guards.Links;

public sealed class LinksCheckTests
{
    [Theory]
    [InlineData("see https://docs.example.com/a?b=c#d, http://EXAMPLE.org./ and (https://example.org:8443)")]
    [InlineData("[a](https://example.org/x) ![b](//docs.example.com/y.png) <https://example.org> [https://example.org](https://example.org)")]
    [InlineData("[a](/path) [b](page.md#part) [c](#d) [e](?q=1) ![f](img/a.png) [g](a/b:c) [h][i] x](y)")]
    [InlineData("<a href=\"/x\"><img src='data:image/png;base64,AAAA'> <a href=tel:123> [mail](mailto:ann@example.org)")]
    [InlineData("a // comment, C:\\dir, key: //x y, a://b, redis://cache:6379, std::x, http:// and https: alone")]
    [InlineData("<img srcset=\"a.png 1x, https://example.org/b 2x\">")]
    [InlineData("url(img/a.png) int[] a = data; array[i]: value, {\"src\": \"//cdn.other.net/a\"}")]
    public void Take_LinksToHostsOfTheList_Passes(string text) => Assert.Equal(text, Mask(text));

    [Theory]
    [InlineData("see https://evil.net/?q=secret.", "see [LINK].")]
    [InlineData("![x](https://evil.net/p.png?d=1)", "![x]([LINK])")]
    [InlineData("![x](//evil.net/p.png)", "![x]([LINK])")]
    [InlineData("![x](\\\\evil.net/p)", "![x]([LINK])")]
    [InlineData("![x](<https://evil.net/a> \"title\")", "![x](<[LINK]> \"title\")")]
    [InlineData("[r]: //evil.net/a", "[r]: [LINK]")]
    [InlineData("[r]: https://evil.net/a", "[r]: [LINK]")]
    [InlineData("<https://evil.net>", "<[LINK]>")]
    [InlineData("go to www.evil.net/x, now", "go to [LINK], now")]
    [InlineData("<img src=\"//evil.net/a.png\">", "<img src=\"[LINK]\">")]
    [InlineData("<img src=https://evil.net/a.png>", "<img src=[LINK]>")]
    [InlineData("<img src=\"ht\ntps://evil.net/a.png\">", "<img src=\"[LINK]\">")]
    [InlineData("<a href='javascript:fetch(1)'>", "<a href='[LINK]'>")]
    [InlineData("background: url(//evil.net/a)", "background: url([LINK])")]
    [InlineData("![x](&#104;ttps://evil.net/)", "![x]([LINK])")]
    [InlineData("![x](https&colon;//evil.net/)", "![x]([LINK])")]
    [InlineData("[m](mailto:bob@evil.net)", "[m]([LINK])")]
    [InlineData("[m](mailto:ann@example.org?body=secret)", "[m]([LINK])")]
    [InlineData("https://example.org@evil.net/", "[LINK]")]
    [InlineData("https://evil.net\\@example.org/", "[LINK]")]
    [InlineData("https://example.org\\@evil.net/", "[LINK]")]
    [InlineData("https://example.org%2eevil.net/", "[LINK]")]
    [InlineData("https://example.org.evil.net/", "[LINK]")]
    [InlineData("https://evilexample.org/", "[LINK]")]
    [InlineData("https://example.com/ is not below itself", "[LINK] is not below itself")]
    [InlineData("https://ex\u0430mple.org/", "[LINK]")]
    [InlineData("https://example\u3002org/", "[LINK]")]
    [InlineData("https://xn--exmple-4nf.org/", "[LINK]")]
    [InlineData("https:/evil.net/ http:\\\\evil.net", "[LINK] [LINK]")]
    [InlineData("http://2130706433/ http://[::1]/x http://127.0.0.1/", "[LINK] [LINK] [LINK]")]
    [InlineData("HTTPS://EVIL.NET/ wss://evil.net/s ftp://evil.net", "[LINK] [LINK] [LINK]")]
    [InlineData("[https://example.org](https://evil.net)", "[https://example.org]([LINK])")]
    [InlineData("https://example.org:80@evil.net", "[LINK]")]
    public void Take_LinksThatLeadElsewhere_MasksTheTarget(string text, string expected) => Assert.Equal(expected, Mask(text));

    [Theory]
    [InlineData("![x](https://evil.net/a) [y](https://evil.net/b)", "![x]([LINK]) [y](https://evil.net/b)")]
    [InlineData("[![x](https://evil.net/a)](https://evil.net/b)", "[![x]([LINK])](https://evil.net/b)")]
    [InlineData("![a [b] c](//evil.net/a) [y](//evil.net/b) see https://evil.net/", "![a [b] c]([LINK]) [y](//evil.net/b) see https://evil.net/")]
    [InlineData("![x][r]\n\n[r]: https://evil.net/a", "![x][r]\n\n[r]: [LINK]")]
    [InlineData("<img src=\"https://evil.net/a\"> <a href=\"https://evil.net/b\">", "<img src=\"[LINK]\"> <a href=\"https://evil.net/b\">")]
    [InlineData("<link rel=icon href=\"https://evil.net/b\">", "<link rel=icon href=\"[LINK]\">")]
    [InlineData("<p style=\"background: url('https://evil.net/b')\">", "<p style=\"background: url('[LINK]')\">")]
    [InlineData("<img srcset=\"a.png 1x, https://evil.net/b 2x\">", "<img srcset=\"[LINK]\">")]
    public void Take_ImagesOnly_MasksWhatLoadsByItself(string text, string expected) => Assert.Equal(expected, Mask(text, imagesOnly: true));

    [Fact]
    public void Take_ImageWhoseTextIsLongerThanWhatIsKept_IsMaskedAsAnImage() => Assert.EndsWith("]([LINK])", Mask($"![{new string('a', 300)}](https://evil.net/a)", imagesOnly: true));

    [Theory]
    [InlineData("![x](https://evil.net/p.png?d=1) and [y](//evil.net), <img src='//evil.net/a'> www.evil.net https://example.org/x [r]: <https://evil.net>")]
    [InlineData("https://example.org@evil.net/ ![x](&#104;ttps://evil.net/) <a href=\"java\nscript:x\"> url( '//evil.net/x' )")]
    public void Take_AnyPieces_AreMaskedAsTheWhole(string text)
    {
        for (var size = 1; size < 20; size++) Assert.Equal(Mask(text), Mask(text, size: size));
    }

    private static string Mask(string text, bool imagesOnly = false, int size = int.MaxValue)
    {
        CheckFacts facts = new() { Guardrail = "shop/links", Index = 0, Type = CheckTypes.Links, On = [GuardPlace.Output], Action = GuardAction.Mask };
        LinksCheck check = new(facts, new() { Allow = ["example.org", "*.example.com"], ImagesOnly = imagesOnly });
        using TextGuard guard = new([check], new(GuardPlan.Empty), GuardPlace.Output);
        ArrayBufferWriter<char> released = new();
        for (var at = 0; at < text.Length; at += Math.Min(size, text.Length - at)) Assert.True(guard.Take(text.AsSpan(at, Math.Min(size, text.Length - at)), released));
        Assert.True(guard.Finish(released));
        return released.WrittenSpan.ToString();
    }
}
