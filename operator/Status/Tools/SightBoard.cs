using AiGateway.Contracts;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Status.Tools;

/// <summary>
/// The newest that was seen of each tool server, also by sidecars that have gone since: where the pod that saw the newest list ends, an older list of another pod is not news. Only
/// pods whose own rules name the server are heard about it. What a leader before saw stands in the objects' statuses.
/// </summary>
internal sealed class SightBoard
{
    private Dictionary<(string Namespace, string Name, string Uid), Sight> _sights = [];

    /// <summary>One look at all servers; what is not among them any more is forgotten.</summary>
    public void Look(IEnumerable<ResourceReport> servers, IReadOnlyDictionary<string, SidecarState> sidecars) =>
        _sights = servers.DistinctBy(report => KeyOf(report.Resource)).ToDictionary(report => KeyOf(report.Resource), report => Merge(report, sidecars));

    /// <summary>What is known; <see cref="Sight.Nothing"/> where nobody told of the server.</summary>
    public Sight Of(SourceRef server) => _sights.GetValueOrDefault(KeyOf(server), Sight.Nothing);

    private Sight Merge(ResourceReport report, IReadOnlyDictionary<string, SidecarState> sidecars)
    {
        var name = $"{report.Resource.Namespace}/{report.Resource.Name}";
        return report.PodUids
            .Select(sidecars.GetValueOrDefault)
            .SelectMany(sidecar => sidecar?.Servers ?? [])
            .Where(word => word.Server == name)
            .Aggregate(Of(report.Resource), (sight, word) => sight.With(word));
    }

    private static (string Namespace, string Name, string Uid) KeyOf(SourceRef server) => (server.Namespace, server.Name, server.Uid);
}
