using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Fakes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>
/// A real cluster with the product, a fake provider, a fake tool server and the teams in it: brought up once for all tests by test/cluster/up.sh, and taken down
/// at the end however they went. For a fast loop, AIGATEWAY_CLUSTER=keep uses a running one and leaves it; =asis does not even renew the images.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private static readonly string RunFolder = Environment.GetEnvironmentVariable("AIGATEWAY_CLUSTER_RUN") ?? "/tmp/aigateway-cluster";
    private static readonly string HostsFolder = Path.Combine(RunFolder, "dns");
    private static readonly bool AsIs = Environment.GetEnvironmentVariable("AIGATEWAY_CLUSTER") == "asis";
    private static readonly bool Keep = AsIs || Environment.GetEnvironmentVariable("AIGATEWAY_CLUSTER") == "keep";
    private readonly ImmutableDictionary<string, Team> _teams;
    private string _certificate = "";

    public Cluster()
    {
        Kubectl = new(Path.Combine(RunFolder, "admin.kubeconfig"));
        Provider = new(Kubectl);
        string[] names = ["calls", "keys", "policies", "rotation", "credentials", "loss", "mixed", "tools", "upgrade", "bypass", "spending"];
        _teams = names.Select(name => new Team(Kubectl, name, replicas: 1))
            .Append(new Team(Kubectl, "status", replicas: 3))
            .ToImmutableDictionary(team => team.Name);
        ToolServer = new(Kubectl, Team("tools"));
        Spending = new(this);
    }

    internal Kubectl Kubectl { get; }

    internal Provider Provider { get; }

    internal ToolServer ToolServer { get; }

    internal SpendingTeam Spending { get; }

    /// <summary>The provider's own certificate, which credentials carry as their caBundle.</summary>
    internal string Certificate => _certificate;

    /// <summary>Whether <see cref="NameHostsAsync"/> works here: the DNS is ours.</summary>
    internal static bool CanNameHosts => Directory.Exists(HostsFolder);

    internal Team Team(string name) => _teams[name];

    public async ValueTask InitializeAsync()
    {
        try
        {
            await ScriptAsync("test/cluster/up.sh", Keep ? ["--keep"] : []);
            if (!AsIs) await Images.LoadAsync();
            await Task.WhenAll(StartProviderAsync(), InstallAsync());
            await StartTeamsAsync();
        }
        catch
        {
            await DumpAsync("not ready");
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Keep) await ScriptAsync("test/cluster/down.sh", []);
    }

    /// <summary>Runs a script of this repository, with its lines on the terminal.</summary>
    internal static Task ScriptAsync(string script, ImmutableArray<string> arguments, params ImmutableArray<(string Name, string Value)> environment) =>
        new Shell("bash", [Repository.Path(script), .. arguments])
        {
            OnLine = Progress.Say,
            Limit = TimeSpan.FromMinutes(20),
            Environment = environment.Add(("AIGATEWAY_CLUSTER_RUN", RunFolder)).ToImmutableDictionary(pair => pair.Name, pair => pair.Value),
        }.RunAsync();

    /// <summary>Gives pods outside names, and takes away those that were given before; names are read at once.</summary>
    internal static Task NameHostsAsync(params ImmutableArray<(string Name, string Address)> hosts) =>
        File.WriteAllLinesAsync(Path.Combine(HostsFolder, "extra.hosts"), hosts.Select(host => $"{host.Address} {host.Name}"));

    /// <summary>What one would look at by hand, into a file, and its name on the terminal.</summary>
    internal async Task DumpAsync(string why)
    {
        var file = Repository.Path("artifacts", "test-results", $"cluster-{string.Concat(why.Select(c => char.IsLetterOrDigit(c) ? c : '-'))}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, await ClusterState.ReadAsync(Kubectl));
        Progress.Say($"the cluster's state is in {file}");
    }

    private async Task StartProviderAsync()
    {
        using var certificate = FakeCertificate.Create([Provider.Host, Provider.OutsideHost, ToolServer.Host]);
        _certificate = certificate.ExportCertificatePem() + "\n";
        var key = certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n";
        await Kubectl.ApplyAsync(Manifest.Read("provider", ("CERTIFICATE", _certificate), ("PRIVATE_KEY", key)));
        await Kubectl.RunAsync("--namespace=provider", "rollout", "restart", "deployment/fake-provider");
        await Kubectl.RunAsync("--namespace=provider", "rollout", "status", "deployment/fake-provider", Until.Patience);
        Progress.Say("the fake provider is ready");
        await ToolServer.StartAsync();
    }

    private async Task InstallAsync()
    {
        await Kubectl.RunAsync("apply", "--kustomize", Repository.Path("charts", "kustomize", await OverlayAsync()));
        await Kubectl.RunAsync("wait", "--for=condition=Established", "crd", "--all", Until.Patience);
        await Kubectl.RunAsync("--namespace=aigateway-system", "rollout", "status", "deployment/aigateway-operator", Until.Patience);
        Progress.Say("the operator is ready");
    }

    /// <summary>Servers before 1.25 know no CEL rules and no policy/v1.</summary>
    private async Task<string> OverlayAsync()
    {
        var server = (await Kubectl.JsonAsync("version"))["serverVersion"]!;
        return int.Parse(((string)server["minor"]!).TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture) < 25 ? "legacy" : "default";
    }

    private async Task StartTeamsAsync()
    {
        await Kubectl.ApplyAsync(string.Join("---\n", _teams.Keys.Append("injection").Select(Namespace)));
        await Until.TrueAsync("the webhook answers", async () =>
            (await Kubectl.TryAsync("--namespace=injection", "run", "probe", "--image=none", "--dry-run=server")).Succeeded
            && (await Kubectl.TryAsync("--namespace=injection", "get", "configmap", "aigateway-roots")).Succeeded);
        await ToolServer.ApplyAsync(_certificate);
        foreach (var team in _teams.Values) await team.ApplyAsync(_certificate);
        await Task.WhenAll(_teams.Values.Select(team => team.WaitAsync()));
        Progress.Say("all agents are ready");
    }

    private static string Namespace(string name) => $$"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{name}}
          labels: {aigateway.dev/inject: enabled}

        """;
}
