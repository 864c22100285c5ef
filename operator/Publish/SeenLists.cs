using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>Thousands of sidecars see the same tools of the same server: one copy of the list that was told last is kept for all of them.</summary>
internal sealed class SeenLists
{
    /// <summary>Begun anew beyond it: nothing is lost but the sharing.</summary>
    private const int MaxServers = 10_000;

    private readonly ConcurrentDictionary<string, ImmutableArray<SeenTool>> _last = new(StringComparer.Ordinal);

    public ImmutableArray<SeenServer> Share(ImmutableArray<SeenServer> servers) => [.. servers.Select(Share)];

    private SeenServer Share(SeenServer server)
    {
        if (_last.TryGetValue(server.Server, out var last) && last.SequenceEqual(server.Tools)) return server with { Tools = last };
        if (_last.Count >= MaxServers) _last.Clear();
        var kept = _last.AddOrUpdate(server.Server, static (_, tools) => tools, static (_, last, tools) => last.SequenceEqual(tools) ? last : tools, server.Tools);
        return server with { Tools = kept };
    }
}
