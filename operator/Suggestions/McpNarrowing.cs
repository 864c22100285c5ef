using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>
/// Entries about tool servers, cut down to what was used. Each used thing stays in the first entry that allows it, with that entry's conditions; an entry for every server becomes one for
/// each server that was used; what denies stays as it is.
/// </summary>
internal sealed class McpNarrowing(UsedNames used)
{
    private const string Each = "*";

    private readonly HashSet<(UsedKind Kind, string Server, string Name)> _placed = [];

    public ImmutableArray<McpAccess> Narrow(ImmutableArray<McpAccess> entries) =>
    [
        .. entries.SelectMany(Narrow),
        .. used.Servers.Select(Rest).OfType<McpAccess>(),
    ];

    private IEnumerable<McpAccess> Narrow(McpAccess entry)
    {
        var servers = entry.Server == Each ? used.Servers : [.. used.Servers.Where(server => server == entry.Server)];
        var kept = servers.Select(server => Keep(entry, server)).OfType<McpAccess>().ToList();
        return kept.Count == 0 || entry.Server == Each ? kept.Append(OnlyDenials(entry)).OfType<McpAccess>() : kept;
    }

    /// <summary>The entry for this server with what was used of it; null where that is nothing.</summary>
    private McpAccess? Keep(McpAccess entry, string server)
    {
        var tools = Place(UsedKind.Tool, server, entry.Tools?.Allow);
        var resources = Place(UsedKind.Resource, server, entry.Resources?.Allow);
        var prompts = Place(UsedKind.Prompt, server, entry.Prompts?.Allow);
        if (tools.IsEmpty && resources.IsEmpty && prompts.IsEmpty) return null;
        return entry with
        {
            Server = server,
            Tools = entry.Tools is { } access ? access with { Allow = tools } : null,
            Resources = entry.Resources is { } uris ? uris with { Allow = resources } : null,
            Prompts = entry.Prompts is { } names ? names with { Allow = prompts } : null,
        };
    }

    private ImmutableArray<string> Place(UsedKind kind, string server, ImmutableArray<string>? allowed) =>
        [.. used.Of(kind, server).Where(name => (allowed ?? []).Any(pattern => ModelPattern.Matches(pattern, name)) && _placed.Add((kind, server, name)))];

    /// <summary>What no entry allowed, and was let through all the same: an auditing policy's agent learns so.</summary>
    private McpAccess? Rest(string server)
    {
        ImmutableArray<string> Left(UsedKind kind) => [.. used.Of(kind, server).Where(name => _placed.Add((kind, server, name)))];
        var (tools, resources, prompts) = (Left(UsedKind.Tool), Left(UsedKind.Resource), Left(UsedKind.Prompt));
        if (tools.IsEmpty && resources.IsEmpty && prompts.IsEmpty) return null;
        return new()
        {
            Server = server,
            Tools = tools.IsEmpty ? null : new() { Allow = tools },
            Resources = resources.IsEmpty ? null : new() { Allow = resources },
            Prompts = prompts.IsEmpty ? null : new() { Allow = prompts },
        };
    }

    private static McpAccess? OnlyDenials(McpAccess entry)
    {
        var left = new McpAccess
        {
            Server = entry.Server,
            Tools = entry.Tools is { Deny.IsEmpty: false } tools ? new() { Deny = tools.Deny, OnDeny = tools.OnDeny } : null,
            Resources = entry.Resources is { Deny.IsEmpty: false } resources ? new() { Deny = resources.Deny } : null,
            Prompts = entry.Prompts is { Deny.IsEmpty: false } prompts ? new() { Deny = prompts.Deny } : null,
            Sampling = Denial(entry.Sampling),
            Elicitation = Denial(entry.Elicitation),
            Roots = Denial(entry.Roots),
        };
        return left == new McpAccess { Server = entry.Server } ? null : left;
    }

    private static Permission? Denial(Permission? permission) => permission == Permission.Deny ? permission : null;
}
