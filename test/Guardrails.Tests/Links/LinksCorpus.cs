using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Guardrails.Tests.Corpus;

namespace AiGateway.Guardrails.Tests.Links;

/// <summary>Links as CommonMark 0.31, GFM and HTML have them, to hosts of a list and to others, and the ways in which a host is made to look like another.</summary>
internal sealed class LinksCorpus : CheckCorpus
{
    public override string Check => CheckTypes.Links;

    public override ImmutableArray<CheckRule> Checks => [Flagging(CheckTypes.Links) with { Links = new() { Allow = ["example.org", "*.example.com"] } }];

    public override IEnumerable<RuleCorpus> Rules => [new("LINK", True, False) { Count = 400 }];

    private static CorpusCase True(Draw draw)
    {
        var host = draw.Below(6) switch
        {
            0 => $"{draw.Words(1)}.attacker.net",
            1 => $"example.org.{draw.Words(1)}.net",
            2 => $"example.org@{draw.Words(1)}.net",
            3 => $"{draw.Words(1)}example.org",
            4 => $"{draw.Below(256)}.{draw.Below(256)}.{draw.Below(256)}.{draw.Below(256)}:{draw.Between(80, 9000)}",
            _ => $"ex\u0430mple.{draw.Of("org", "com")}",
        };
        var rest = draw.Of("", "/", $"/p.png?d={draw.Chars(Draw.Base64Url, 40)}", $"/{draw.Words(1)}#{draw.Chars(Draw.Hex, 8)}", $"?{draw.Words(1)}={draw.Chars(Draw.Hex, 200)}");
        var (url, relative) = ($"{draw.Of("https", "http", "HTTPS")}://{host}{rest}", $"//{host}{rest}");
        var (before, after) = draw.Below(8) switch
        {
            0 => ($"![{draw.Words(2)}](", ")"),
            1 => ($"[{draw.Words(2)}](<", ">)"),
            2 => ($"[{draw.Words(1)}]: ", "\n"),
            3 => ("<img alt=\"\" src=\"", "\">"),
            4 => ("<a href='", $"'>{draw.Words(2)}</a>"),
            5 => ("background: url(", ")"),
            6 => ("<", ">"),
            _ => ($"{draw.Words(2)} ", $" {draw.Words(2)}"),
        };
        return CorpusCase.Of("LINK", before is ['<'] or [.., ' '] && !before.Contains(':') ? url : draw.Of(url, relative), before, after);
    }

    private static CorpusCase False(Draw draw)
    {
        var host = draw.Of("example.org", "docs.example.com", "a.b.example.com:8443", "EXAMPLE.org");
        var url = $"https://{host}/{draw.Words(1)}?{draw.Words(1)}={draw.Chars(Draw.Hex, 12)}";
        return CorpusCase.Nothing(draw.Below(10) switch
        {
            0 => $"![{draw.Words(2)}]({url})",
            1 => $"[{draw.Words(2)}](//{host}/{draw.Words(1)})",
            2 => $"[{draw.Words(1)}]: {url}",
            3 => $"<img src=\"{url}\"> <a href=\"/{draw.Words(1)}\">{draw.Words(1)}</a>",
            4 => $"see {url}. And ({url}), \"{url}\"",
            5 => $"[{draw.Words(2)}](../{draw.Words(1)}.md#{draw.Words(1)}) ![{draw.Words(1)}](img/{draw.Words(1)}.png)",
            6 => $"// {draw.Words(4)}\nvar a = b[0]; // {draw.Words(2)}\nreturn x => y[z](w);",
            7 => $"{draw.Words(1)}.{draw.Words(1)}.{draw.Words(1)} = data; C:\\{draw.Words(1)}\\{draw.Words(1)}, /usr/{draw.Words(1)}//{draw.Words(1)}",
            8 => $"redis://{draw.Words(1)}:6379, jdbc:postgresql://{draw.Words(1)}/{draw.Words(1)}, {draw.Words(1)}:{draw.Words(1)}/{draw.Words(1)}",
            _ => $"| [{draw.Words(1)}] | std::{draw.Words(1)} | a ? b : c / d | {draw.Words(1)}@{draw.Words(1)} |",
        });
    }
}
