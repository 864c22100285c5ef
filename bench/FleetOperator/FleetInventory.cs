using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.FleetOperator;

/// <summary>A generated inventory: the first namespace holds the pods with a stream, the others share the rest.</summary>
internal sealed class FleetInventory(ChangeSignal changes) : IInventorySource
{
    private Inventory _now = Generate();

    public bool HasSynced => true;

    public Inventory Take() => Volatile.Read(ref _now);

    public void RelistSoon(string kind)
    {
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        changes.Raise();
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Edits the policy of the first namespace.</summary>
    public void Change()
    {
        Volatile.Write(ref _now, Changed(_now));
        changes.Raise();
    }

    /// <summary>The generation of the policy that is edited.</summary>
    public static long GenerationOf(Inventory inventory) => inventory.Policies[0].Metadata.Generation;

    /// <summary>The same with that policy edited once more.</summary>
    public static Inventory Changed(Inventory inventory)
    {
        var policy = inventory.Policies[0];
        var generation = GenerationOf(inventory) + 1;
        var changed = policy with
        {
            Metadata = policy.Metadata with { Generation = generation },
            Spec = policy.Spec with { Models = new() { Allow = ["*"], Deny = [$"denied-{generation}"] } },
        };
        var position = new SourcePosition { Kind = nameof(AgentPolicy), Seen = (ulong)generation, Changed = (ulong)generation };
        return inventory with { Policies = inventory.Policies.SetItem(0, changed), Positions = [position] };
    }

    private static Inventory Generate()
    {
        var names = Enumerable.Range(0, FleetSize.Namespaces).Select(number => $"team-{number:d3}").ToList();
        return new()
        {
            Namespaces = [.. names.Select(name => new Namespace { Metadata = Meta("", name) })],
            Secrets = [.. names.Select(Secret)],
            Credentials = [.. names.Select(Credential)],
            Routes = [.. names.SelectMany(name => Enumerable.Range(0, FleetSize.Routes).Select(number => Route(name, number)))],
            Policies = [.. names.Select(Policy)],
            Pods = [.. Enumerable.Range(0, FleetSize.Pods).Select(number => Pod(names[NamespaceOf(number)], number))],
        };
    }

    private static int NamespaceOf(int pod) => pod < FleetSize.Streams ? 0 : 1 + (pod % (FleetSize.Namespaces - 1));

    private static ObjectMeta Meta(string inNamespace, string name) => new()
    {
        Namespace = inNamespace, Name = name, Uid = $"{inNamespace}-{name}", ResourceVersion = "1", Generation = 1,
        CreationTimestamp = DateTimeOffset.UnixEpoch,
    };

    private static Secret Secret(string name) => new()
    {
        Metadata = Meta(name, "key") with
        {
            Labels = ImmutableDictionary<string, string>.Empty.Add(Group.CredentialLabel, "true"),
            Annotations = ImmutableDictionary<string, string>.Empty.Add(Group.AllowedHostsAnnotation, "api.openai.com"),
        },
        Data = ImmutableDictionary<string, string>.Empty.Add("apiKey", Convert.ToBase64String(Encoding.ASCII.GetBytes($"sk-{name}"))),
    };

    private static ProviderCredential Credential(string name) => new()
    {
        Metadata = Meta(name, "account"),
        Spec = new() { Provider = "openai", Auth = new() { ApiKey = new() { SecretRef = new() { Name = "key" } } } },
    };

    private static ModelRoute Route(string name, int number) => new()
    {
        Metadata = Meta(name, $"route-{number}"),
        Spec = new()
        {
            Models = [$"model-{number}", $"family-{number}/*"],
            Targets = [new() { Credential = "account", Model = "gpt-4o" }, new() { Credential = "account", Model = "gpt-4o-mini", Priority = 1 }],
        },
    };

    private static AgentPolicy Policy(string name) => new()
    {
        Metadata = Meta(name, "agents"),
        Spec = new() { PodSelector = new(), Models = new() { Allow = ["*"], Deny = ["denied"] } },
    };

    private static Pod Pod(string name, int number) => new()
    {
        Metadata = Meta(name, $"agent-{number}") with { Uid = FleetSize.UidOf(number) },
        Spec = new() { ServiceAccountName = "default", Containers = [new() { Name = "agent" }, new() { Name = Group.SidecarContainer }] },
        Status = new() { Phase = "Running" },
    };
}
