using System.Collections.Immutable;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>The types of records that are told apart, and those that are never asked for.</summary>
internal static class DnsTypes
{
    /// <summary>Anything that has no name here.</summary>
    public const string Other = "other";

    private static readonly (ushort Type, string Name)[] s_named =
    [
        (1, "A"), (28, "AAAA"), (5, "CNAME"), (12, "PTR"), (33, "SRV"), (16, "TXT"), (15, "MX"), (2, "NS"), (6, "SOA"), (35, "NAPTR"), (64, "SVCB"), (65, "HTTPS"),
    ];

    /// <summary>The labels, <see cref="Other"/> last.</summary>
    public static ImmutableArray<string> Labels { get; } = [.. s_named.Select(named => named.Name), Other];

    /// <summary>Where the type's label stands.</summary>
    public static int IndexOf(ushort type)
    {
        var index = Array.FindIndex(s_named, named => named.Type == type);
        return index < 0 ? s_named.Length : index;
    }

    /// <summary>
    /// NULL and the types of private use, which carry any bytes and which no client needs; questions about everything, whole zones and other servers (ANY, AXFR, IXFR and the rest of RFC 6895's
    /// meta types); and OPT, which is no question.
    /// </summary>
    public static bool IsRefused(ushort type) => type is 0 or 10 or 41 or (>= 128 and <= 255) or >= 65280;
}
