using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>Adds to the statuses of tool servers what the sidecars saw of them: each server by itself first, then those of a namespace against each other.</summary>
internal sealed class ToolStatusWriter
{
    private readonly JudgmentMemory _judgments = new();
    private SightBoard _sights = new();
    private volatile UnapprovedTools[] _unapproved = [];

    /// <summary>Of each server that is pinned, how many definitions are not approved; for the metrics.</summary>
    public IReadOnlyList<UnapprovedTools> Unapproved => _unapproved;

    /// <summary>Another replica may have led since: what it saw stands in the objects.</summary>
    public void Reset() => _sights = new();

    public List<ResourceStatus> Write(List<ResourceStatus> all, Look look)
    {
        _sights.Look(look.Turn.Compilation.Resources.Where(report => report.Resource.Kind == nameof(McpServer)), look.Sidecars);
        _judgments.Begin();
        var judged = Judge(all.Where(one => one.Status is McpServerStatus).Select(one => one.Resource), look);
        var doubles = FindDoubles(judged);
        _unapproved =
        [
            .. judged.Where(pair => pair.Value.Evidence.Spec.Pinning != PinningMode.Off)
                .Select(pair => new UnapprovedTools(pair.Key.Namespace, pair.Key.Name, pair.Value.Unapproved.Length))
                .OrderBy(row => (row.Namespace, row.Server)),
        ];
        return [.. all.Select(one => one.Status is McpServerStatus && judged.TryGetValue(one.Resource, out var judgment) ? Write(one, judgment, doubles[one.Resource.Namespace], look) : Keep(one, look))];
    }

    /// <summary>Those whose spec can be read.</summary>
    private Dictionary<SourceRef, Judgment> Judge(IEnumerable<SourceRef> servers, Look look)
    {
        var specs = look.Turn.Inventory.McpServers
            .DistinctBy(server => (server.Metadata.Namespace, server.Metadata.Name))
            .ToDictionary(server => (server.Metadata.Namespace, server.Metadata.Name), server => server.Spec);
        return servers.Where(server => specs.ContainsKey((server.Namespace, server.Name))).Distinct().ToDictionary(
            server => server,
            server => _judgments.Of(server, Evidence.Of(specs[(server.Namespace, server.Name)], _sights.Of(server), look.Before(server) as McpServerStatus)));
    }

    private static Dictionary<string, LookAlikes> FindDoubles(Dictionary<SourceRef, Judgment> judged)
    {
        var doubles = new Dictionary<string, LookAlikes>(StringComparer.Ordinal);
        foreach (var (server, judgment) in judged.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            if (!doubles.TryGetValue(server.Namespace, out var alike)) doubles[server.Namespace] = alike = new();
            alike.Add(server.Name, judgment);
        }

        return doubles;
    }

    private ResourceStatus Write(ResourceStatus one, Judgment judgment, LookAlikes alike, Look look)
    {
        var before = look.Before(one.Resource) as McpServerStatus;
        var status = judgment.Write((McpServerStatus)one.Status) with { LastContact = Later(ToMinute(_sights.Of(one.Resource).At), before?.LastContact) };
        var conditions = ToolConditions.Write(judgment, status, [.. alike.Of(one.Resource.Name, judgment)]);
        return one with { Status = status with { Conditions = [.. status.Conditions, .. ConditionWriter.Stamp(conditions, one.Resource, before, look.Now)] } };
    }

    /// <summary>With what was known before, where the spec cannot be read: nothing can be judged by it.</summary>
    private static ResourceStatus Keep(ResourceStatus one, Look look)
    {
        if (one.Status is not McpServerStatus status || look.Before(one.Resource) is not McpServerStatus before) return one;
        return one with
        {
            Status = before with
            {
                ObservedGeneration = status.ObservedGeneration,
                Conditions = status.Conditions,
                Sidecars = status.Sidecars,
                SecretResourceVersion = status.SecretResourceVersion,
            },
        };
    }

    private static DateTimeOffset? ToMinute(DateTimeOffset? time) =>
        time is { } at ? new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) : null;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;
}
