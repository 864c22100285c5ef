using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>Adds to the statuses of tool servers what the sidecars saw of them: each server by itself first, then those of a namespace against each other.</summary>
internal sealed class ToolStatusWriter
{
    private SightBoard _sights = new();
    private volatile UnapprovedTools[] _unapproved = [];

    /// <summary>Of each server that is pinned, how many definitions are not approved; for the metrics.</summary>
    public IReadOnlyList<UnapprovedTools> Unapproved => _unapproved;

    /// <summary>Another replica may have led since: what it saw stands in the objects.</summary>
    public void Reset() => _sights = new();

    public List<ResourceStatus> Write(List<ResourceStatus> all, Look look)
    {
        _sights.Look(look.Turn.Compilation.Resources.Where(report => report.Resource.Kind == nameof(McpServer)), look.Sidecars);
        var specs = look.Turn.Inventory.McpServers
            .DistinctBy(server => (server.Metadata.Namespace, server.Metadata.Name))
            .ToDictionary(server => (server.Metadata.Namespace, server.Metadata.Name), server => server.Spec);
        McpServerSpec? SpecOf(SourceRef resource) => specs.GetValueOrDefault((resource.Namespace, resource.Name));

        List<ResourceStatus> judged = [.. all.Select(one => Judge(one, SpecOf(one.Resource), look))];
        var doubles = FindDoubles(judged);
        _unapproved = [.. judged.Select(one => Count(one, SpecOf(one.Resource))).OfType<UnapprovedTools>()];
        return [.. judged.Select(one => AddConditions(one, SpecOf(one.Resource), doubles, look))];
    }

    private ResourceStatus Judge(ResourceStatus one, McpServerSpec? spec, Look look)
    {
        if (one.Status is not McpServerStatus status) return one;
        var before = look.Before(one.Resource) as McpServerStatus;
        return one with { Status = spec is null ? ToolJudge.Keep(status, before) : ToolJudge.Judge(status, spec, _sights.Of(one.Resource), before) };
    }

    private static Dictionary<string, LookAlikes> FindDoubles(List<ResourceStatus> judged)
    {
        var doubles = new Dictionary<string, LookAlikes>(StringComparer.Ordinal);
        foreach (var (resource, status) in judged)
        {
            if (status is not McpServerStatus server) continue;
            if (!doubles.TryGetValue(resource.Namespace, out var alike)) doubles[resource.Namespace] = alike = new();
            alike.Add(resource.Name, server);
        }

        return doubles;
    }

    private static ResourceStatus AddConditions(ResourceStatus one, McpServerSpec? spec, Dictionary<string, LookAlikes> doubles, Look look)
    {
        if (spec is null || one.Status is not McpServerStatus status) return one;
        var alike = doubles[one.Resource.Namespace].Of(one.Resource.Name, status).Select(pair => ToolConditions.Describe(one.Resource.Name, pair)).ToList();
        var conditions = ConditionWriter.Stamp(ToolConditions.Write(spec, status, alike), one.Resource, look.Before(one.Resource), look.Now);
        return one with { Status = status with { Conditions = [.. status.Conditions, .. conditions] } };
    }

    private static UnapprovedTools? Count(ResourceStatus one, McpServerSpec? spec) =>
        spec is null or { Pinning: PinningMode.Off } || one.Status is not McpServerStatus status
            ? null
            : new(one.Resource.Namespace, one.Resource.Name, status.Unapproved.Length);
}
