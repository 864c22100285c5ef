using System.Text;
using AiGateway.Guardrails.Tests.Corpus;
using static AiGateway.Guardrails.Tests.Secrets.Shape;

namespace AiGateway.Guardrails.Tests.Secrets;

/// <summary>Keys of services that programs call.</summary>
internal static class ServiceKeyCases
{
    private const string UpperDigits = Draw.Upper + Draw.Digits;

    public static IEnumerable<RuleCorpus> Rules =>
    [
        Rule("SLACK_TOKEN", Slack, draw => $"xoxb-{draw.Chars(Draw.Digits, 12)}", draw => $"xoxz-{draw.Chars(Draw.Digits, 12)}-{draw.Chars(Draw.Digits, 12)}-{draw.Chars(Draw.Alphanumerics, 24)}",
            _ => "xoxb-your-token", draw => $"xoxb-{draw.Chars(Draw.Digits, 12)}-{draw.Chars(Draw.Digits, 12)}-{new string('x', 24)}", draw => $"q{Slack(draw)}"),
        Rule("SLACK_WEBHOOK", draw => $"https://hooks.slack.com/services/T{draw.Chars(UpperDigits, 10)}/B{draw.Chars(UpperDigits, 10)}/{draw.Chars(Draw.Alphanumerics, 24)}",
            _ => "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", draw => $"https://hooks.slack.com/services/T{draw.Chars(UpperDigits, 10)}",
            draw => $"https://hooks.slack.com/workflows/T{draw.Chars(UpperDigits, 10)}", draw => $"https://app.slack.com/client/T{draw.Chars(UpperDigits, 10)}/C{draw.Chars(UpperDigits, 10)}"),
        Rule("STRIPE_KEY", draw => $"{draw.Of("sk", "rk")}_{draw.Of("live", "test")}_{draw.Chars(Draw.Alphanumerics, draw.Of(24, 99))}",
            draw => $"pk_{draw.Of("live", "test")}_{draw.Chars(Draw.Alphanumerics, 24)}", // publishable
            draw => $"sk_live_{draw.Chars(Draw.Alphanumerics, 10)}", _ => "sk_test_" + new string('x', 24), draw => $"task_live_{draw.Chars(Draw.Alphanumerics, 24)}", draw => $"sk_prod_{draw.Chars(Draw.Alphanumerics, 24)}"),
        Rule("STRIPE_WEBHOOK_SECRET", "whsec_", Draw.Alphanumerics, 32) with { False = draw => CorpusCase.Nothing(draw.Of("whsec_" + draw.Chars(Draw.Alphanumerics, 12), "whsec_...", "whsec_" + new string('x', 32), "whsed_" + draw.Chars(Draw.Alphanumerics, 32), "a_whsec_" + draw.Chars(Draw.Alphanumerics, 32))) },
        Rule("TWILIO_KEY", "SK", Draw.Hex, 32),
        Rule("SENDGRID_KEY", draw => $"SG.{draw.Chars(Draw.Base64Url, 22)}.{draw.Chars(Draw.Base64Url, 43)}",
            draw => $"SG.{draw.Chars(Draw.Base64Url, 22)}", draw => $"SG.{draw.Chars(Draw.Base64Url, 22)}.{draw.Chars(Draw.Base64Url, 20)}", _ => $"SG.{new string('x', 22)}.{new string('x', 43)}",
            draw => $"MSG.{draw.Chars(Draw.Base64Url, 22)}.{draw.Chars(Draw.Base64Url, 43)}", draw => $"SG.{draw.Chars(Draw.Base64Url, 22)}.{draw.Chars(Draw.Base64Url, 60)}"),
        Rule("MAILGUN_KEY", "key-", Draw.Hex, 32),
        Rule("MAILCHIMP_KEY", draw => $"{draw.Chars(Draw.Hex, 32)}-us{draw.Between(1, 21)}",
            draw => $"{draw.Chars(Draw.Hex, 20)}-us{draw.Between(1, 21)}", draw => $"{draw.Chars(Draw.Hex, 32)}-usa", draw => $"{draw.Chars(Draw.Hex, 40)}-us{draw.Between(1, 21)}", draw => draw.Chars(Draw.Hex, 32), _ => $"{new string('0', 32)}-us1"),
        Rule("TELEGRAM_TOKEN", draw => $"{draw.Between(1, 9)}{draw.Chars(Draw.Digits, draw.Between(7, 9))}:AA{draw.Chars(Draw.Base64Url, 33)}",
            draw => $"{draw.Chars(Draw.Digits, 9)}:AA{draw.Chars(Draw.Base64Url, 20)}", draw => $"{draw.Chars(Draw.Digits, 4)}:AA{draw.Chars(Draw.Base64Url, 33)}", draw => $"{draw.Chars(Draw.Digits, 9)}:BB{draw.Chars(Draw.Base64Url, 33)}", _ => "123456789:AA" + new string('x', 33)),
        Rule("DISCORD_WEBHOOK", draw => $"https://{draw.Of("discord", "discordapp")}.com/api/webhooks/{draw.Chars("123456789", 18)}/{draw.Chars(Draw.Base64Url, 68)}",
            draw => $"https://discord.com/api/webhooks/{draw.Chars("123456789", 18)}", draw => $"https://discord.com/channels/{draw.Chars("123456789", 18)}/{draw.Chars("123456789", 18)}",
            _ => "https://discord.com/api/webhooks/000000000000000000/" + new string('x', 68), draw => $"https://discord.com/api/webhooks/{draw.Chars("123456789", 18)}/{draw.Chars(Draw.Base64Url, 20)}"),
        Rule("DISCORD_TOKEN", Discord, draw => $"M{draw.Chars(Draw.Base64Url, 23)}.{draw.Chars(Draw.Base64Url, 6)}.{draw.Chars(Draw.Base64Url, 38)}", // the first part is no number
            draw => Discord(draw)[..40], draw => $"{draw.Words(1)}.{draw.Words(1)}.{draw.Words(1)}", draw => "a" + Discord(draw)),
        Rule("SHOPIFY_TOKEN", new Shape("shpat_", Draw.Hex, 32), new Shape("shpca_", Draw.Hex, 32), new Shape("shppa_", Draw.Hex, 32), new Shape("shpss_", Draw.Hex, 32)),
        Rule("SQUARE_TOKEN", "EAAA", Draw.Base64Url, 60),
        Rule("SQUARE_SECRET", "sq0csp-", Draw.Base64Url, 43),
        Rule("NEWRELIC_KEY", "NRAK-", UpperDigits, 27),
        Rule("DYNATRACE_TOKEN", draw => $"dt0{draw.Of("c01", "s01", "s16")}.{draw.Chars(UpperDigits, 24)}.{draw.Chars(UpperDigits, 64)}",
            draw => $"dt0c01.{draw.Chars(UpperDigits, 24)}", draw => $"dt0c01.{draw.Chars(UpperDigits, 24)}.{draw.Chars(UpperDigits, 30)}", _ => $"dt0c01.{new string('X', 24)}.{new string('X', 64)}", draw => $"dt9c01.{draw.Chars(UpperDigits, 24)}.{draw.Chars(UpperDigits, 64)}"),
        Rule("BREVO_KEY", draw => $"xkeysib-{draw.Chars(Draw.Hex, 64)}-{draw.Chars(Draw.Alphanumerics, 16)}",
            draw => $"xkeysib-{draw.Chars(Draw.Hex, 64)}", draw => $"xkeysib-{draw.Chars(Draw.Hex, 32)}-{draw.Chars(Draw.Alphanumerics, 16)}", _ => $"xkeysib-{new string('0', 64)}-{new string('0', 16)}", draw => $"xkeysob-{draw.Chars(Draw.Hex, 64)}-{draw.Chars(Draw.Alphanumerics, 16)}"),
        Rule("POSTHOG_KEY", "phx_", Draw.Alphanumerics, 43),
        Rule("ONEPASSWORD_TOKEN", draw => "ops_" + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"email\":\"{draw.Chars(Draw.Lower, 12)}\",\"muk\":\"{draw.Chars(Draw.Base64Url, 86)}\",\"secretKey\":\"A3-{draw.Chars(UpperDigits, 26)}\",\"srpX\":\"{draw.Chars(Draw.Hex, 64)}\"}}")).TrimEnd('='),
            draw => "ops_" + draw.Chars(Draw.Alphanumerics, 40), draw => $"ops_{draw.Words(2)}", _ => "ops_eyJ...", draw => "dev" + "ops_eyJ" + draw.Chars(Draw.Alphanumerics, 300)),
    ];

    private static string Slack(Draw draw) => draw.Below(3) switch
    {
        0 => $"xoxb-{draw.Chars(Draw.Digits, 12)}-{draw.Chars(Draw.Digits, 13)}-{draw.Chars(Draw.Alphanumerics, 24)}",
        1 => $"xoxp-{draw.Chars(Draw.Digits, 12)}-{draw.Chars(Draw.Digits, 12)}-{draw.Chars(Draw.Digits, 13)}-{draw.Chars(Draw.Hex, 32)}",
        _ => $"xapp-1-A{draw.Chars(UpperDigits, 10)}-{draw.Chars(Draw.Digits, 13)}-{draw.Chars(Draw.Hex, 64)}",
    };

    /// <summary>The bot's number in base64, the time and the signature.</summary>
    private static string Discord(Draw draw) =>
        $"{Convert.ToBase64String(Encoding.ASCII.GetBytes(draw.Char("123") + draw.Chars(Draw.Digits, draw.Of(17, 18)))).TrimEnd('=')}.{draw.Chars(Draw.Base64Url, 6)}.{draw.Chars(Draw.Base64Url, draw.Of(27, 38))}";
}
