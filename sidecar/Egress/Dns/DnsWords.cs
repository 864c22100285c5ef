namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>The words of metrics and records.</summary>
internal static class DnsWords
{
    public static string Of(DnsReason reason) => reason switch
    {
        DnsReason.Malformed => "malformed",
        DnsReason.TypeRefused => "type_refused",
        DnsReason.NotListed => "not_listed",
        DnsReason.NotReady => "not_ready",
        DnsReason.Rate => "rate",
        DnsReason.TooMany => "too_many",
        DnsReason.NoAnswer => "no_answer",
        _ => "",
    };

    public static string DecisionOf(DnsReason reason) => reason switch
    {
        DnsReason.Answered => "allowed",
        DnsReason.NoAnswer => "failed",
        _ => "denied",
    };
}
