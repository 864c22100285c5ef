using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;
using static AiGateway.Sidecar.Guards.Secrets.Judge;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Keys of services that programs call: messages, payments, mail, measurements. Formats and their sources: docs/guardrails-secrets.md.</summary>
internal static class ServiceKeys
{
    public static ImmutableArray<PatternRule> Rules { get; } =
    [
        Shaped("SLACK_TOKEN", $"xoxb-[0-9]{{9,14}}-[0-9]{{9,14}}-[{Alphanumeric}]{{24}}\\b", prefix: 5),
        Shaped("SLACK_TOKEN", $"xox[ap]-[0-9]{{9,14}}-[0-9]{{9,14}}-[0-9]{{9,14}}-[{Hex}]{{32}}\\b", prefix: 5),
        Shaped("SLACK_TOKEN", $"xapp-[0-9]-A[0-9A-Z]{{8,12}}-[0-9]{{9,14}}-[{Hex}]{{64}}\\b", prefix: 5),
        Shaped("SLACK_WEBHOOK", $"https://hooks\\.slack\\.com/services/T[0-9A-Z]{{8,12}}/B[0-9A-Z]{{8,12}}/[{Alphanumeric}]{{24}}\\b", prefix: 33),
        .. Stripe("sk_live_", "sk_test_", "rk_live_", "rk_test_"),
        Shaped("STRIPE_WEBHOOK_SECRET", "whsec_[0-9A-Za-z+/]{32,64}={0,2}(?![0-9A-Za-z+/])", prefix: 6),
        Fixed("TWILIO_KEY", "SK", Hex, 32),
        Shaped("SENDGRID_KEY", $@"SG\.[{Base64Url}]{{22}}\.[{Base64Url}]{{43}}(?![{Base64Url}])", prefix: 3),
        Fixed("MAILGUN_KEY", "key-", Hex, 32),
        Shaped("MAILCHIMP_KEY", $"[{Hex}]{{32}}-us[0-9]{{1,2}}\\b"),
        PatternRule.Of("TELEGRAM_TOKEN", $"[0-9]{{8,10}}:AA[{Base64Url}]{{33}}(?![{Base64Url}])", static (text, before) =>
            IsDrawnKey(text[(text.IndexOf(':') + 3)..], before) ? .. : null),
        Shaped("DISCORD_WEBHOOK", $"https://discord(?:app)?\\.com/api/webhooks/[0-9]{{17,20}}/[{Base64Url}]{{60,68}}(?![{Base64Url}])", prefix: 33),
        PatternRule.Of("DISCORD_TOKEN", $@"[MNO][{Base64Url}]{{23,27}}\.[{Base64Url}]{{6}}\.[{Base64Url}]{{27,38}}(?![{Base64Url}])", JudgeDiscord),
        .. Shopify("shpat_", "shpca_", "shppa_", "shpss_"),
        Fixed("SQUARE_TOKEN", "EAAA", Base64Url, 60),
        Fixed("SQUARE_SECRET", "sq0csp-", Base64Url, 43),
        Fixed("NEWRELIC_KEY", "NRAK-", "0-9A-Z", 27),
        Shaped("DYNATRACE_TOKEN", @"dt0[a-z][0-9]{2}\.[0-9A-Z]{24}\.[0-9A-Z]{64}\b", prefix: 7),
        Shaped("BREVO_KEY", $"xkeysib-[{Hex}]{{64}}-[{Alphanumeric}]{{16}}\\b", prefix: 8),
        Fixed("POSTHOG_KEY", "phx_", Alphanumeric, 43),
        Shaped("ONEPASSWORD_TOKEN", $"ops_eyJ[{Alphanumeric}+/=_\\-]{{250,}}", prefix: 7),
    ];

    private static IEnumerable<PatternRule> Stripe(params string[] prefixes) => prefixes.Select(prefix => Ranged("STRIPE_KEY", prefix, Alphanumeric, (24, 120)));

    private static IEnumerable<PatternRule> Shopify(params string[] prefixes) => prefixes.Select(prefix => Fixed("SHOPIFY_TOKEN", prefix, Hex, 32));

    /// <summary>The first part is the number of the bot, in base64.</summary>
    private static Range? JudgeDiscord(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        Span<byte> number = stackalloc byte[24];
        var first = text[..text.IndexOf('.')];
        if (!StartsFresh(before) || System.Buffers.Text.Base64Url.DecodeFromChars(first, number, out _, out var length) != System.Buffers.OperationStatus.Done) return null;
        return length >= 17 && number[..length].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && Randomness.IsDrawn(text[first.Length..]) ? .. : null;
    }
}
