using System.Collections.Immutable;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Compile.Incremental;

/// <summary>Some namespaces that are all alike, with some pods each: for counting what things cost.</summary>
internal static class SmallFleet
{
    public const int Namespaces = 40;
    public const int Pods = 400;

    public static Inventory Make()
    {
        var names = Enumerable.Range(0, Namespaces).Select(number => $"team-{number}").ToList();
        return new()
        {
            Secrets = [.. names.Select(name => new Secret
            {
                Metadata = Meta(name, "key") with
                {
                    Labels = ImmutableDictionary<string, string>.Empty.Add(Group.CredentialLabel, "true"),
                    Annotations = ImmutableDictionary<string, string>.Empty.Add(Group.AllowedHostsAnnotation, "api.openai.com"),
                },
                Data = ImmutableDictionary<string, string>.Empty.Add("apiKey", "a2V5"),
            })],
            Credentials = [.. names.Select(name => Credential(name))],
            Routes = [.. names.SelectMany(name => Enumerable.Range(0, 5).Select(number => new ModelRoute
            {
                Metadata = Meta(name, $"route-{number}"), Spec = new() { Models = [$"model-{number}"], Targets = [new() { Credential = "account", Model = "gpt-4o" }] },
            }))],
            Policies = [.. names.Select(name => Policy(name, 1))],
            Pods = [.. Enumerable.Range(0, Pods).Select(number => new Pod { Metadata = Meta(names[number % Namespaces], $"pod-{number}"), Status = new() { Phase = "Running" } })],
        };
    }

    /// <summary>The account of a namespace.</summary>
    public static ProviderCredential Credential(string space, params ImmutableArray<string> sharedWith) => new()
    {
        Metadata = Meta(space, "account"),
        Spec = new() { Provider = "openai", Auth = new() { ApiKey = new() { SecretRef = new() { Name = "key" } } }, SharedWith = sharedWith },
    };

    /// <summary>The policy of a namespace.</summary>
    public static AgentPolicy Policy(string space, long generation) =>
        new() { Metadata = Meta(space, "agents") with { Generation = generation }, Spec = new() { PodSelector = new(), Models = new() { Allow = ["*"] } } };

    private static ObjectMeta Meta(string space, string name) => new() { Namespace = space, Name = name, Uid = $"{space}-{name}", ResourceVersion = "1", Generation = 1 };
}
