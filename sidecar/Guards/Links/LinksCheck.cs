using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Links;

/// <summary>
/// Links that lead to other hosts than those of a list: URLs of the web wherever they stand (in prose, in Markdown, in HTML, in code), names that begin with <c>www.</c>, and targets of
/// Markdown and HTML in all forms that lead to a host, those that hide a scheme among them. What is found, and masked, is the target.
/// </summary>
internal sealed class LinksCheck : TextCheck
{
    private const string Label = "LINK";
    private const string Url = @"(?<![0-9A-Za-z+])(?:https?|ftp|wss?):[/\\]+(?:\[[0-9A-Fa-f:.]+\])?[^\s<>""'`\[\]()|]*";
    private const string Www = @"(?<![0-9A-Za-z/@.\-])www\.[^\s<>""'`\[\]()|]+";
    private const string Markdown = @"\](?:\(|:)[ \t\n]{0,4}<?[^\s<>()]+";
    private const string Attribute = @"(?<![0-9A-Za-z])(?:src|href|srcset|action|formaction|poster|background|data|cite|ping)[ \t\n]{0,4}=[ \t\n]{0,4}(?:""[^""<>]+|'[^'<>]+|[^\s""'<>]+)";
    private const string Style = @"(?<![0-9A-Za-z])url\([ \t\n]{0,4}[""']?[^""'()]+";
    private readonly HostList _hosts;
    private readonly bool _imagesOnly;
    private readonly PatternSet _rules;

    public LinksCheck(CheckFacts facts, LinksSettings settings)
        : base(facts)
    {
        (_hosts, _imagesOnly) = (new(settings.Allow), settings.ImagesOnly == true);
        _rules = new(
        [
            PatternRule.Of(Label, Url, JudgeUrl, ignoreCase: true),
            PatternRule.Of(Label, Www, JudgeUrl, ignoreCase: true),
            PatternRule.Of(Label, Markdown, JudgeTarget),
            PatternRule.Of(Label, Attribute, JudgeTarget, ignoreCase: true),
            PatternRule.Of(Label, Style, JudgeTarget, ignoreCase: true),
        ]);
    }

    public override TextScan Start() => _rules.Start();

    private Range? JudgeUrl(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var url = text.TrimEnd(".,;:!?*_~}");
        return HasHost(url) && LinkTarget.IsUrlOut(url, _hosts) && (!_imagesOnly || LinkPlace.Loads(before)) ? ..url.Length : null;
    }

    /// <summary>The target behind its opening signs.</summary>
    private Range? JudgeTarget(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var from = text.IndexOfAny("(:=") + 1;
        while (from < text.Length && (char.IsWhiteSpace(text[from]) || text[from] is '<' or '"' or '\'')) from++;
        if (from == text.Length || !(text.StartsWith("srcset", StringComparison.OrdinalIgnoreCase) ? AnyLeadsOut(text[from..]) : LinkTarget.LeadsOut(text[from..], _hosts))) return null;
        return _imagesOnly && !LinkPlace.Loads(string.Concat(before, text[..from])) ? null : from..;
    }

    /// <summary>Whether one of the pictures of a <c>srcset</c> does; all of them are found then.</summary>
    private bool AnyLeadsOut(ReadOnlySpan<char> pictures)
    {
        foreach (var range in pictures.Split(','))
        {
            var picture = pictures[range].TrimStart();
            var end = picture.IndexOfAny(" \t\r\n");
            if (LinkTarget.LeadsOut(end < 0 ? picture : picture[..end], _hosts)) return true;
        }

        return false;
    }

    /// <summary>Whether anything stands behind the slashes.</summary>
    private static bool HasHost(ReadOnlySpan<char> url) => url[(url.IndexOf(':') + 1)..].ContainsAnyExcept('/', '\\');
}
