using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>The tool servers. A policy finds those of its own namespace alone.</summary>
internal sealed class ServerIndex(IEnumerable<CompiledServer> servers, IEnumerable<UnreadableObject> unreadable)
{
    private readonly Dictionary<(string, string), CompiledServer> _servers =
        servers.ToDictionary(server => (server.Server.Metadata.Namespace, server.Server.Metadata.Name));

    private readonly HashSet<(string, string)> _unreadable =
        [.. unreadable.Where(one => one.Kind == nameof(McpServer)).Select(one => (one.Metadata.Namespace, one.Metadata.Name))];

    private readonly HashSet<(string, string)> _hosts = servers
        .Select(server => (server.Server.Metadata.Namespace, BaseUrlReader.Read(server.Server.Spec.Url).Url))
        .Where(pair => pair.Url is { Port: 443 } && pair.Url.Scheme == Uri.UriSchemeHttps)
        .Select(pair => (pair.Namespace, pair.Url!.IdnHost))
        .ToHashSet();

    /// <summary>Whether a tool server of the namespace, usable now or not, answers at this host by https at its usual port.</summary>
    public bool HasHost(string @namespace, string host) => _hosts.Contains((@namespace, host));

    public bool IsUsable(string @namespace, string name) => _servers.TryGetValue((@namespace, name), out var server) && server.Rule is not null;

    /// <summary>Why the server cannot be called; null where it can.</summary>
    public Diagnostic? Check(string @namespace, string name, string field)
    {
        if (IsUsable(@namespace, name)) return null;
        var found = _servers.GetValueOrDefault((@namespace, name));
        return found is not null || _unreadable.Contains((@namespace, name))
            ? Diagnostic.NotResolved(Reasons.McpServerNotUsable, field, $"McpServer \"{name}\" is not usable ({found?.Obstacle ?? Reasons.Unreadable}): its own conditions say what to do")
            : Diagnostic.NotResolved(Reasons.McpServerNotFound, field, $"McpServer \"{name}\" does not exist in namespace \"{@namespace}\": create it, or name another");
    }
}
