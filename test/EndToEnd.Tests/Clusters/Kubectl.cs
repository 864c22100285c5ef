using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>The cluster as a user drives it: kubectl, with the administrator's kubeconfig or another.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    public Task<string> RunAsync(params string[] arguments) => Command(arguments).RunAsync();

    public Task<ShellResult> TryAsync(params string[] arguments) => Command(arguments).TryAsync();

    public Task<string> ApplyAsync(string yaml) => (Command("apply", "--filename=-") with { Input = yaml }).RunAsync();

    public async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse(await RunAsync([.. arguments, "--output=json"])) ?? throw new InvalidOperationException("kubectl wrote null");

    /// <summary>Replaces members of an object; a merge, as <c>{"spec":{"suspended":true}}</c>.</summary>
    public Task<string> PatchAsync(string space, string kindAndName, string merge) =>
        RunAsync("--namespace", space, "patch", kindAndName, "--type=merge", "--patch", merge);

    public Shell Command(params string[] arguments) => AsUser(new("kubectl", [.. arguments]));

    /// <summary>Our plugin, as kubectl would start it.</summary>
    public Task<string> PluginAsync(params string[] arguments) => AsUser(new("dotnet", [Repository.Path("artifacts", "bin", "Cli", "debug", "kubectl-aigateway.dll"), .. arguments])).RunAsync();

    private Shell AsUser(Shell command) =>
        command with { Environment = ImmutableDictionary<string, string>.Empty.Add("KUBECONFIG", kubeconfig) };
}
