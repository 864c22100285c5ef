using System.Collections.Immutable;

namespace AiGateway.Contracts;

/// <summary>
/// The tool servers that a sidecar has been in contact with. Sent on each new stream and whenever something in it changed, at most once in a report's period; where nothing but times
/// changed, at most once a minute.
/// </summary>
public sealed record Seen
{
    /// <summary>The process, as in <see cref="Hello.Epoch"/>.</summary>
    public required string Epoch { get; init; }

    /// <summary>Ordered by name.</summary>
    public required ImmutableArray<SeenServer> Servers { get; init; }

    /// <summary>The most servers that are told of.</summary>
    public const int MaxServers = 64;

    /// <summary>What all lists together may take on the wire, well below <see cref="Protocol.MaxLineBytes"/>.</summary>
    public const int MaxBytes = 3 * 1024 * 1024;

    private const int BytesOfMembers = 128;
    private const int BytesOfLetter = 6;

    /// <summary>
    /// Those that fit into one line, ordered by name. Where not all do, those with the longest lists stay out: a server with an endless list takes nothing from the others.
    /// </summary>
    public static ImmutableArray<SeenServer> Fit(IEnumerable<SeenServer> servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var left = MaxBytes;
        return
        [
            .. servers.Select(server => (Server: server, Bytes: Weigh(server)))
                .OrderBy(pair => pair.Bytes)
                .Take(MaxServers)
                .TakeWhile(pair => (left -= pair.Bytes) >= 0)
                .Select(pair => pair.Server)
                .OrderBy(server => server.Server, StringComparer.Ordinal),
        ];
    }

    /// <summary>The most that a server can take, with each letter of a name escaped.</summary>
    private static int Weigh(SeenServer server) => Weigh(server.Server) + server.Tools.Sum(tool => Weigh(tool.Name));

    private static int Weigh(string name) => BytesOfMembers + (BytesOfLetter * name.Length);
}
