using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Egress;

/// <summary>What a client of HTTP is told where it may not go on: a status, and who says so. Nothing that the agent said comes back but the name that was judged.</summary>
internal static class EgressAnswers
{
    public static int StatusOf(EgressReason reason) => reason switch
    {
        EgressReason.Malformed => StatusCodes.Status400BadRequest,
        EgressReason.TooMany => StatusCodes.Status429TooManyRequests,
        EgressReason.Unreachable => StatusCodes.Status502BadGateway,
        EgressReason.NotReady => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    };

    public static byte[] Body(EgressWay way)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("type", "egress_refused");
            json.WriteString("code", EgressWords.Of(way.Verdict.Reason));
            json.WriteString("message", MessageOf(way));
            if (way.Verdict.Policy.Length > 0) json.WriteString("policy", way.Verdict.Policy);
            if (way.Verdict.Rule.Length > 0) json.WriteString("rule", way.Verdict.Rule);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The whole answer to a CONNECT; the connection ends with it.</summary>
    public static byte[] ToConnect(EgressWay way)
    {
        var body = Body(way);
        var status = StatusOf(way.Verdict.Reason);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {PhraseOf(status)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];
    }

    private static string MessageOf(EgressWay way)
    {
        var target = way.Ask.Name is { } name ? $"{name}:{way.Ask.Port}" : way.Ask.Dialled?.ToString() ?? "what was asked for";
        return way.Verdict.Reason switch
        {
            EgressReason.NotAllowed => $"No policy allows {target}.",
            EgressReason.Denied => $"A policy denies {target}.",
            EgressReason.NameUnknown => $"A name decides here, and none is known of {target}.",
            EgressReason.Malformed => "What was asked for is not well formed, or names two hosts.",
            EgressReason.AddressRefused => $"{target} leads to an address that nothing may connect to.",
            EgressReason.Unreachable => $"{target} has no address, or does not answer.",
            EgressReason.Suspended or EgressReason.Quarantined when way.Verdict.Held is { } held => HoldWords.Sentence(held, asked: null),
            EgressReason.Suspended => "A policy suspends the agent.",
            EgressReason.PolicyUnfit => "A policy cannot be carried out.",
            EgressReason.NoPolicy => "No policy selects the agent.",
            EgressReason.NotReady => "No rules have arrived yet.",
            EgressReason.TooMany => "As many connections as may are open.",
            _ => $"{target} may not be reached.",
        };
    }

    private static string PhraseOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Bad Request",
        StatusCodes.Status429TooManyRequests => "Too Many Requests",
        StatusCodes.Status502BadGateway => "Bad Gateway",
        StatusCodes.Status503ServiceUnavailable => "Service Unavailable",
        _ => "Forbidden",
    };
}
