using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// What a sidecar says of tool servers, made fit to be kept: bounded, each name once, hashes by their form, nothing from the future, and of the sidecar's own namespace alone. A sidecar
/// is trusted with its own words only, and the names in them are a foreign server's. What does not fit is left out; whether a pod reaches a server at all is decided where it is judged.
/// </summary>
internal static class SeenIntake
{
    /// <summary>What the names of one server's tools may take together, in bytes: a status holds each of them several times, and etcd holds no more than 1.5 MiB.</summary>
    public const int MaxNameBytes = 128 * 1024;

    private const int MaxServerName = 63 + 1 + 253;
    private const int Digits = 64;

    public static ImmutableArray<SeenServer> Take(Seen seen, string @namespace, DateTimeOffset now)
    {
        if (seen.Servers.IsDefault) return [];
        var own = seen.Servers
            .Where(server => server is not null && server.Server.Length <= MaxServerName && server.Server.StartsWith(@namespace + "/", StringComparison.Ordinal))
            .DistinctBy(server => server.Server, StringComparer.Ordinal)
            .Take(Seen.MaxServers);
        return Seen.Fit(own.Select(server => Take(server, now)));
    }

    private static SeenServer Take(SeenServer server, DateTimeOffset now) => server with
    {
        Tools = server.Tools.IsDefault || server.ListedAt is null ? [] : Take(server.Tools),
        Instructions = IsHash(server.Instructions) ? server.Instructions : null,
        At = server.At < now ? server.At : now,
        ListedAt = server.ListedAt < now ? server.ListedAt : server.ListedAt is null ? null : now,
    };

    private static ImmutableArray<SeenTool> Take(ImmutableArray<SeenTool> tools)
    {
        var left = MaxNameBytes;
        return
        [
            .. tools.Where(tool => tool is not null && IsName(tool.Name) && IsHash(tool.Hash))
                .DistinctBy(tool => tool.Name, StringComparer.Ordinal)
                .Take(SeenServer.MaxTools)
                .TakeWhile(tool => (left -= Encoding.UTF8.GetByteCount(tool.Name)) >= 0)
                .OrderBy(tool => tool.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>A name that a pin can have.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= ToolPin.MaxName && name != ToolPin.Instructions && !name.Any(char.IsControl) && !name.AsSpan().ContainsAny('\u2028', '\u2029');

    private static bool IsHash(string? hash) => hash?.Length == Digits && hash.All(char.IsAsciiHexDigitLower);
}
