using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;
using static AiGateway.Sidecar.Guards.Secrets.Judge;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Keys of clouds and of what runs them. Formats and their sources: docs/guardrails-secrets.md.</summary>
internal static class CloudKeys
{
    private const int AwsSecret = 40;

    public static ImmutableArray<PatternRule> Rules { get; } =
    [
        AwsId("AKIA"), AwsId("ASIA"), AwsId("ABIA"), AwsId("ACCA"),
        PatternRule.Of("AWS_SECRET_KEY", """secret_?(?:access)?_?key["']?[ \t]{0,3}(?:=>|[=:,])[ \t]{0,3}["']?[0-9A-Za-z/+]{40}(?![0-9A-Za-z/+])""", JudgeAwsSecret, ignoreCase: true),
        PatternRule.Of("AZURE_STORAGE_KEY", "AccountKey=[0-9A-Za-z/+]{86}==", static (text, _) => Randomness.IsDrawn(text[11..]) ? 11.. : null),
        Shaped("AZURE_CLIENT_SECRET", @"[0-9A-Za-z_~.\-]{3}[0-9]Q~[0-9A-Za-z_~.\-]{31,34}(?![0-9A-Za-z_~])"),
        PatternRule.Of("AZURE_KEY", $"[{Alphanumeric}]{{52}}JQQJ99[{Alphanumeric}]{{26}}(?![{Alphanumeric}])", static (text, before) => IsDrawnKey(text, before) ? .. : null),
        Fixed("GOOGLE_OAUTH_SECRET", "GOCSPX-", Base64Url, 28),
        AtLeast("GOOGLE_ACCESS_TOKEN", "ya29.", Base64Url, 60),
        Ranged("GOOGLE_REFRESH_TOKEN", "1//0", Base64Url, (60, 200)),
        Fixed("DIGITALOCEAN_TOKEN", "dop_v1_", Hex, 64),
        Fixed("DIGITALOCEAN_TOKEN", "doo_v1_", Hex, 64),
        Fixed("DIGITALOCEAN_TOKEN", "dor_v1_", Hex, 64),
        Fixed("ALIBABA_KEY", "LTAI", Alphanumeric, 20),
        Fixed("TENCENT_KEY", "AKID", Alphanumeric, 32),
        Shaped("CLOUDFLARE_ORIGIN_KEY", $@"v1\.0-[{Hex}]{{24}}-[{Hex}]{{146}}\b", prefix: 5),
        Fixed("HEROKU_KEY", "HRKU-AA", Base64Url, 58),
        AtLeast("VAULT_TOKEN", "hvs.", Base64Url, 90),
        AtLeast("VAULT_TOKEN", "hvb.", Base64Url, 130),
        Shaped("TERRAFORM_TOKEN", $@"[{Alphanumeric}]{{14}}\.atlasv1\.[{Base64Url}]{{60,80}}(?![{Base64Url}])"),
        Fixed("DATABRICKS_TOKEN", "dapi", Hex, 32),
        Fixed("PULUMI_TOKEN", "pul-", Hex, 40),
        Fixed("DOPPLER_TOKEN", "dp.pt.", Alphanumeric, 43),
        Shaped("DOPPLER_TOKEN", $@"dp\.(?:st|sa|ct|scim|audit)\.(?:[a-z0-9_\-]{{2,35}}\.)?[{Alphanumeric}]{{40,44}}\b", prefix: 6),
        Shaped("TAILSCALE_KEY", $"tskey-(?:auth|api|client|scim|webhook)-[{Alphanumeric}]{{8,20}}-[{Alphanumeric}]{{24,64}}\\b", prefix: 6),
        Fixed("NETLIFY_TOKEN", "nfp_", Alphanumeric, 36),
        Ranged("PLANETSCALE_TOKEN", "pscale_tkn_", @"0-9A-Za-z_\-", (32, 64)),
        Ranged("PLANETSCALE_TOKEN", "pscale_pw_", @"0-9A-Za-z_\-", (32, 64)),
        Fixed("SUPABASE_TOKEN", "sbp_", Hex, 40),
        PatternRule.Of("AGE_KEY", "AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}", static (text, _) => Checksums.HasBech32("AGE-SECRET-KEY-", text[16..]) ? .. : null),
    ];

    /// <summary>The id alone is no secret, and stands beside one wherever it stands.</summary>
    private static PatternRule AwsId(string prefix) => PatternRule.Of("AWS_ACCESS_KEY", prefix + $"[A-Z2-7]{{16}}(?![{Alphanumeric}])",
        static (text, before) => IsDrawnKey(text[4..], before) && Checksums.HasAwsAccount(text) ? .. : null);

    private static Range? JudgeAwsSecret(ReadOnlySpan<char> text, ReadOnlySpan<char> before) =>
        Randomness.IsDrawn(text[^AwsSecret..]) ? (text.Length - AwsSecret).. : null;
}
