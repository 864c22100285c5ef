using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Watch;

/// <summary>
/// What a folder says at one moment, with what an API server would add: uid, generation, resourceVersion. Pure: the next state is made of this one and
/// of what the files say now. As with an API server, a refused document leaves the object as it was.
/// </summary>
internal sealed record FolderState
{
    private static readonly ImmutableArray<string> KindNames =
    [
        nameof(ProviderCredential), nameof(ModelRoute), nameof(AgentPolicy), nameof(McpServer), nameof(Guardrail), nameof(Budget), nameof(Agent), nameof(ApprovalRequest),
        nameof(Secret), nameof(Pod), nameof(Namespace),
    ];

    public ImmutableSortedDictionary<(string Kind, ObjectKey Key), FolderObject> Objects { get; init; } =
        ImmutableSortedDictionary<(string, ObjectKey), FolderObject>.Empty;

    public ImmutableArray<UnreadableObject> Problems { get; init; } = [];

    /// <summary>The version of the last change of each kind.</summary>
    public ImmutableDictionary<string, ulong> Changed { get; init; } = ImmutableDictionary<string, ulong>.Empty;

    /// <summary>Grows with each reading.</summary>
    public ulong Version { get; init; }

    /// <summary>The state after the files have been read at <paramref name="version"/>, which is above all before.</summary>
    public FolderState After(IEnumerable<ManifestObject> manifests, IEnumerable<UnreadableObject> fileProblems, ulong version)
    {
        var objects = ImmutableSortedDictionary.CreateBuilder<(string, ObjectKey), FolderObject>();
        var problems = fileProblems.ToImmutableArray().ToBuilder();
        foreach (var manifest in manifests)
        {
            var id = (manifest.Kind, manifest.Key);
            var old = Objects.GetValueOrDefault(id);
            if (objects.TryGetValue(id, out var other))
            {
                problems.Add(FileProblem.Of(manifest, $"{manifest.Kind} {manifest.Key} stands in {other.Where} too; that one counts"));
                continue;
            }
            if (manifest.Problem is { } problem) problems.Add(Told(problem, manifest, isKept: old is not null));
            if ((manifest.Problem is null ? FolderObject.Of(manifest, old, version) : old) is { } now) objects[id] = now;
        }
        var changed = Changed.SetItems(KindNames.Where(kind => Differs(kind, objects)).Select(kind => KeyValuePair.Create(kind, version)));
        return new() { Objects = objects.ToImmutable(), Problems = problems.ToImmutable(), Changed = changed, Version = version };
    }

    public Inventory ToInventory(string operatorNamespace) => new()
    {
        Credentials = Of<ProviderCredential>(),
        Routes = Of<ModelRoute>(),
        Policies = Of<AgentPolicy>(),
        McpServers = Of<McpServer>(),
        Guardrails = Of<Guardrail>(),
        Budgets = Of<Budget>(),
        Agents = Of<Agent>(),
        ApprovalRequests = Of<ApprovalRequest>(),
        Secrets = [.. Of<Secret>().Where(secret => secret.Metadata.Labels.GetValueOrDefault(Group.CredentialLabel) == "true")],
        Pods = Of<Pod>(),
        Namespaces = Of<Namespace>(),
        Positions = [.. KindNames.Select(kind => new SourcePosition { Kind = kind, Seen = Version, Changed = Changed.GetValueOrDefault(kind) })],
        Unreadable = Problems,
        OperatorNamespace = operatorNamespace,
    };

    private static UnreadableObject Told(UnreadableObject problem, ManifestObject manifest, bool isKept) => isKept
        ? FileProblem.Of(manifest, $"{problem.Field} {problem.Message}; the {manifest.Kind} stays as it was")
        : problem with { Message = $"{problem.Message} ({manifest.Where})" };

    private bool Differs(string kind, IReadOnlyDictionary<(string Kind, ObjectKey Key), FolderObject> next)
    {
        if (!Changed.ContainsKey(kind)) return true;
        var before = Objects.Where(pair => pair.Key.Kind == kind).ToDictionary(pair => pair.Key, pair => pair.Value.Value.Metadata.ResourceVersion);
        var after = next.Where(pair => pair.Key.Kind == kind).ToList();
        return before.Count != after.Count || after.Any(pair => before.GetValueOrDefault(pair.Key) != pair.Value.Value.Metadata.ResourceVersion);
    }

    private ImmutableArray<T> Of<T>()
        where T : KubernetesObject =>
        [.. Objects.Values.Select(entry => entry.Value).OfType<T>()];
}
