using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;
using static AiGateway.Sidecar.Guards.Secrets.Judge;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Tokens of where code lives, is built and is published. Formats and their sources: docs/guardrails-secrets.md.</summary>
internal static class CodeKeys
{
    public static ImmutableArray<PatternRule> Rules { get; } =
    [
        WithCrc62("GITHUB_TOKEN", "ghp_", 36), WithCrc62("GITHUB_TOKEN", "gho_", 36), WithCrc62("GITHUB_TOKEN", "ghu_", 36),
        WithCrc62("GITHUB_TOKEN", "ghs_", 36), WithCrc62("GITHUB_TOKEN", "ghr_", 36),
        Shaped("GITHUB_FINE_GRAINED_TOKEN", $"github_pat_[{Alphanumeric}]{{22}}_[{Alphanumeric}]{{59}}\\b", prefix: 11),
        .. GitLab(("glpat-", 20), ("gldt-", 20), ("glrt-", 20), ("glft-", 20), ("glimt-", 25), ("glptt-", 40), ("glagent-", 50), ("gloas-", 64)),
        Shaped("GITLAB_TOKEN", $@"glpat-[{Base64Url}]{{27,300}}\.[0-9a-z]{{2}}\.[0-9a-z]{{9}}\b", prefix: 6),
        Fixed("GITLAB_RUNNER_TOKEN", "GR1348941", Base64Url, 20),
        WithCrc62("NPM_TOKEN", "npm_", 36),
        AtLeast("PYPI_TOKEN", "pypi-AgEIcHlwaS5vcmc", Base64Url, 50),
        AtLeast("PYPI_TOKEN", "pypi-AgENdGVzdC5weXBpLm9yZw", Base64Url, 50),
        Fixed("RUBYGEMS_KEY", "rubygems_", Hex, 48),
        Fixed("CRATES_TOKEN", "cio", Alphanumeric, 32),
        Fixed("NUGET_KEY", "oy2", "0-9a-z", 43),
        Fixed("DOCKER_TOKEN", "dckr_pat_", Base64Url, 27),
        Fixed("DOCKER_TOKEN", "dckr_oat_", Base64Url, 32),
        Ranged("ATLASSIAN_TOKEN", "ATATT3xFfGF0", @"0-9A-Za-z_=\-", (160, 200)),
        Fixed("BITBUCKET_PASSWORD", "ATBB", Alphanumeric, 32),
        Shaped("POSTMAN_KEY", $"PMAK-[{Hex}]{{24}}-[{Hex}]{{34}}\\b", prefix: 5),
        Fixed("LINEAR_KEY", "lin_api_", Alphanumeric, 40),
        Fixed("SENTRY_TOKEN", "sntryu_", Hex, 64),
        Shaped("SENTRY_TOKEN", "sntrys_eyJ[0-9A-Za-z+/=_]{40,400}", prefix: 10),
        Shaped("GRAFANA_TOKEN", $"glsa_[{Alphanumeric}]{{32}}_[{Hex}]{{8}}\\b", prefix: 5),
        Fixed("FIGMA_TOKEN", "figd_", Base64Url, 40),
        Fixed("NOTION_TOKEN", "ntn_", Alphanumeric, 46),
        Shaped("AIRTABLE_TOKEN", $@"pat[{Alphanumeric}]{{14}}\.[{Hex}]{{64}}\b", prefix: 3),
        Fixed("CONTENTFUL_TOKEN", "CFPAT-", Base64Url, 43),
    ];

    private static IEnumerable<PatternRule> GitLab(params (string Prefix, int Count)[] kinds) => kinds.Select(kind => Fixed("GITLAB_TOKEN", kind.Prefix, Base64Url, kind.Count));
}
