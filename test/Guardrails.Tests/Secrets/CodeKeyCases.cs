using System.Text;
using AiGateway.Guardrails.Tests.Corpus;
using static AiGateway.Guardrails.Tests.Secrets.Shape;

namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>Tokens of where code lives, is built and is published.</summary>
internal static class CodeKeyCases
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static IEnumerable<RuleCorpus> Rules =>
    [
        Checked("GITHUB_TOKEN", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        Rule("GITHUB_FINE_GRAINED_TOKEN", draw => $"github_pat_{draw.Chars(Draw.Alphanumerics, 22)}_{draw.Chars(Draw.Alphanumerics, 59)}",
            draw => $"github_pat_{draw.Chars(Draw.Alphanumerics, 22)}_{draw.Chars(Draw.Alphanumerics, 40)}", draw => $"github_pat_{draw.Chars(Draw.Alphanumerics, 30)}",
            _ => $"github_pat_{new string('x', 22)}_{new string('x', 59)}", draw => $"my_github_pat_{draw.Words(1)}", draw => $"github_pat_{draw.Chars(Draw.Alphanumerics, 22)}_{draw.Chars(Draw.Alphanumerics, 80)}"),
        Rule("GITLAB_TOKEN", new Shape("glpat-", Draw.Base64Url, 20), new Shape("gldt-", Draw.Base64Url, 20), new Shape("glptt-", Draw.Hex, 40), new Shape("glrt-", Draw.Base64Url, 20)),
        Rule("GITLAB_RUNNER_TOKEN", "GR1348941", Draw.Base64Url, 20),
        Checked("NPM_TOKEN", "npm_"),
        Rule("PYPI_TOKEN", PyPi, draw => "pypi-" + draw.Chars(Draw.Base64Url, 20), _ => "pypi-AgEIcHlwaS5vcmc...", draw => $"pypi-{draw.Words(1)}-{draw.Below(9)}.{draw.Below(9)}",
            draw => "x" + PyPi(draw), _ => "pypi-AgEIcHlwaS5vcmc" + new string('x', 150)),
        Rule("RUBYGEMS_KEY", "rubygems_", Draw.Hex, 48),
        Rule("CRATES_TOKEN", "cio", Draw.Alphanumerics, 32),
        Rule("NUGET_KEY", "oy2", Draw.Lower + Draw.Digits, 43),
        Rule("DOCKER_TOKEN", new Shape("dckr_pat_", Draw.Base64Url, 27), new Shape("dckr_oat_", Draw.Base64Url, 32)),
        Rule("ATLASSIAN_TOKEN", draw => $"ATATT3xFfGF0{draw.Chars(Draw.Base64Url, 171)}={draw.Chars("0123456789ABCDEF", 8)}",
            draw => "ATATT3xFfGF0" + draw.Chars(Draw.Base64Url, 60), draw => "ATATT3" + draw.Chars(Draw.Base64Url, 20), _ => "ATATT3xFfGF0" + new string('x', 180), draw => "a" + "ATATT3xFfGF0" + draw.Chars(Draw.Base64Url, 180)),
        Rule("BITBUCKET_PASSWORD", "ATBB", Draw.Alphanumerics, 32),
        Rule("POSTMAN_KEY", draw => $"PMAK-{draw.Chars(Draw.Hex, 24)}-{draw.Chars(Draw.Hex, 34)}",
            draw => $"PMAK-{draw.Chars(Draw.Hex, 24)}", draw => $"PMAK-{draw.Chars(Draw.Hex, 24)}-{draw.Chars(Draw.Hex, 20)}", _ => $"PMAK-{new string('0', 24)}-{new string('0', 34)}", draw => $"pmak-{draw.Chars(Draw.Hex, 24)}-{draw.Chars(Draw.Hex, 34)}"),
        Rule("LINEAR_KEY", "lin_api_", Draw.Alphanumerics, 40),
        Rule("SENTRY_TOKEN", draw => draw.Chance(50) ? "sntryu_" + draw.Chars(Draw.Hex, 64)
                : $"sntrys_{Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"iat\":17{draw.Chars(Draw.Digits, 8)},\"url\":\"https://sentry.io\",\"org\":\"{draw.Chars(Draw.Lower, 6)}\"}}"))}_{draw.Chars(Draw.Base64, 43)}",
            draw => "sntryu_" + draw.Chars(Draw.Hex, 32), draw => "sntrys_" + draw.Chars(Draw.Digits, 30), _ => "sntryu_" + new string('0', 64), draw => "sntryx_" + draw.Chars(Draw.Hex, 64)),
        Rule("GRAFANA_TOKEN", draw => $"glsa_{draw.Chars(Draw.Alphanumerics, 32)}_{draw.Chars(Draw.Hex, 8)}",
            draw => $"glsa_{draw.Chars(Draw.Alphanumerics, 20)}_{draw.Chars(Draw.Hex, 8)}", draw => $"glsa_{draw.Chars(Draw.Alphanumerics, 32)}", _ => $"glsa_{new string('x', 32)}_00000000", draw => $"glsb_{draw.Chars(Draw.Alphanumerics, 32)}_{draw.Chars(Draw.Hex, 8)}"),
        Rule("FIGMA_TOKEN", "figd_", Draw.Base64Url, 40),
        Rule("NOTION_TOKEN", "ntn_", Draw.Alphanumerics, 46),
        Rule("AIRTABLE_TOKEN", draw => $"pat{draw.Chars(Draw.Alphanumerics, 14)}.{draw.Chars(Draw.Hex, 64)}",
            draw => $"pat{draw.Chars(Draw.Alphanumerics, 14)}", draw => $"pat{draw.Chars(Draw.Alphanumerics, 14)}.{draw.Chars(Draw.Hex, 40)}", draw => $"patent{draw.Words(1)}.{draw.Chars(Draw.Hex, 64)}", draw => $"com{draw.Chars(Draw.Alphanumerics, 14)}.{draw.Chars(Draw.Hex, 64)}"),
        Rule("CONTENTFUL_TOKEN", "CFPAT-", Draw.Base64Url, 43),
    ];

    /// <summary>Thirty random characters and their CRC-32 in base 62, six wide.</summary>
    private static RuleCorpus Checked(string label, params string[] prefixes) => Rule(label,
        draw => Token(draw.Of(prefixes), draw.Chars(Draw.Alphanumerics, 30)),
        draw => draw.Of(prefixes) + draw.Chars(Draw.Alphanumerics, 36), // a random checksum is the right one once in four billion
        draw => draw.Of(prefixes) + draw.Chars(Draw.Alphanumerics, 20),
        draw => Token(draw.Of(prefixes), draw.Chars(Draw.Alphanumerics, 30)) + draw.Chars(Draw.Alphanumerics, 4),
        draw => draw.Char(Draw.Lower) + Token(draw.Of(prefixes), draw.Chars(Draw.Alphanumerics, 30)),
        draw => draw.Of(prefixes) + new string('x', 36));

    private static string Token(string prefix, string random)
    {
        var crc = Crc32(Encoding.ASCII.GetBytes(random));
        var digits = "";
        for (; crc > 0; crc /= 62) digits = Base62[(int)(crc % 62)] + digits;
        return prefix + random + digits.PadLeft(6, '0');
    }

    private static uint Crc32(byte[] bytes)
    {
        var table = Enumerable.Range(0, 256).Select(entry => Enumerable.Range(0, 8).Aggregate((uint)entry, (crc, _) => (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1)).ToArray();
        return bytes.Aggregate(uint.MaxValue, (crc, one) => (crc >> 8) ^ table[(byte)(crc ^ one)]) ^ uint.MaxValue;
    }

    /// <summary>A macaroon of version 2: the location, the identifier and the signature, in base64url.</summary>
    private static string PyPi(Draw draw)
    {
        byte[] location = [2, 1, 8, .. "pypi.org"u8, 2, 36, .. Encoding.ASCII.GetBytes(Background.Uuid(draw)), 0, 2, 44, .. draw.Bytes(44), 0, 0, 6, 32, .. draw.Bytes(32)];
        return "pypi-" + Convert.ToBase64String(location).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
