using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Rig;

namespace AiGateway.ControlPlane;

/// <summary>
/// A real etcd and kube-apiserver on loopback, with RBAC and bound tokens, without any controller or kubelet. Started on first use; everything is in
/// one temporary folder and gone afterwards.
/// </summary>
/// <param name="missing">What happens on a machine without the programs: it is told why, and must not return.</param>
public class LocalApiServer(Action<string> missing) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SemaphoreSlim starting = new(1);
    private readonly string folder = Directory.CreateTempSubdirectory("aigateway-apiserver-").FullName;
    private readonly int etcdPort = FreePort.Find();
    private readonly int peerPort = FreePort.Find();
    private readonly int port = FreePort.Find();
    private ClusterCertificates? certificates;
    private X509Certificate2? admin;
    private ServerProcess? etcd;
    private ServerProcess? server;
    private KubeTransport? transport;
    private int names;

    /// <summary>A file for kubectl and for whatever reads <c>KUBECONFIG</c>: cluster admin.</summary>
    public string KubeConfigFile => Path.Combine(folder, "admin.kubeconfig");

    public int Port => port;

    /// <summary>The CA of the API server.</summary>
    public string AuthorityFile => Path.Combine(folder, "ca.crt");

    /// <summary>Which requests the API server writes down, as an audit policy in YAML; nothing where it is null.</summary>
    public string? AuditPolicy { get; init; }

    /// <summary>What it wrote down: an audit event in JSON a line.</summary>
    public string AuditFile => PathOf("audit.log");

    public Uri EtcdUrl => new($"http://127.0.0.1:{etcdPort}");

    internal KubeTransport Transport => transport ?? throw new InvalidOperationException("call StartAsync first");

    /// <summary>Cluster admin.</summary>
    internal KubeClient Client => new(Transport, TimeProvider.System);

    /// <summary>Starts the control plane, once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (ControlPlaneBinaries.Find(out var reason) is not { } binaries)
        {
            missing(reason);
            throw new InvalidOperationException(reason);
        }
        await starting.WaitAsync(cancellationToken);
        try
        {
            certificates ??= Certify();
            etcd ??= StartEtcd(binaries);
            if (server is null or { HasExited: true }) server = StartServer(binaries);
            transport ??= new KubeTransport(Config(port), new(), TimeProvider.System);
            await ReadyAsync(cancellationToken);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>Ends the API server by TERM or KILL; its store lives on.</summary>
    public Task StopServerAsync(string signal, CancellationToken cancellationToken) => server!.StopAsync(signal, cancellationToken);

    /// <summary>An admin's way to the API server at a port: its own, or that of a proxy before it.</summary>
    internal KubeConfig Config(int at) => new()
    {
        Server = new Uri($"https://127.0.0.1:{at}"),
        AuthorityFile = AuthorityFile,
        ClientCertificate = admin,
    };

    /// <summary>A new namespace, so that tests do not meet.</summary>
    internal async Task<string> NewNamespaceAsync(CancellationToken cancellationToken)
    {
        var name = $"test-{Interlocked.Increment(ref names)}";
        var created = await Client.CreateAsync(Kinds.Namespaces, new Namespace { Metadata = new() { Name = name } }, cancellationToken);
        created.ValueOrThrow();
        var account = """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"},"automountServiceAccountToken":false}""";
        await PostAsync($"/api/v1/namespaces/{name}/serviceaccounts", account, cancellationToken);
        return name;
    }

    /// <summary>Posts JSON as the admin, and throws where it is refused.</summary>
    internal async Task<JsonElement> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        var answer = await Transport.SendAsync(new() { Method = HttpMethod.Post, Path = path, Body = Encoding.UTF8.GetBytes(json) }, cancellationToken);
        return JsonDocument.Parse(answer.BodyOrThrow()).RootElement;
    }

    /// <summary>A token bound to a pod of the account <c>default</c>, as the kubelet projects it.</summary>
    internal async Task<string> PodTokenAsync(ObjectKey pod, string uid, string audience, CancellationToken cancellationToken)
    {
        var answer = await PostAsync($"/api/v1/namespaces/{pod.Namespace}/serviceaccounts/default/token", $$$"""
            {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"audiences":["{{{audience}}}"],"expirationSeconds":3600,
             "boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"{{{pod.Name}}}","uid":"{{{uid}}}"} } }
            """, cancellationToken);
        return answer.GetProperty("status").GetProperty("token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        transport?.Dispose();
        if (server is not null) await server.DisposeAsync();
        if (etcd is not null) await etcd.DisposeAsync();
        certificates?.Dispose();
        admin?.Dispose();
        starting.Dispose();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private ClusterCertificates Certify()
    {
        var made = new ClusterCertificates(folder);
        made.Issue("apiserver", "CN=kube-apiserver").Dispose();
        admin = made.Issue("admin", "O=system:masters, CN=admin");
        File.WriteAllText(KubeConfigFile, $$$"""
            apiVersion: v1
            kind: Config
            current-context: admin
            contexts: [{name: admin, context: {cluster: local, user: admin}}]
            clusters: [{name: local, cluster: {server: "https://127.0.0.1:{{{port}}}", certificate-authority: ca.crt}}]
            users: [{name: admin, user: {client-certificate: admin.crt, client-key: admin.key}}]
            """);
        return made;
    }

    private ServerProcess StartEtcd(ControlPlaneBinaries binaries) => ServerProcess.Start(PathOf("etcd.log"),
    [
        binaries.Etcd, "--data-dir", PathOf("etcd"), "--unsafe-no-fsync",
        "--listen-client-urls", $"http://127.0.0.1:{etcdPort}", "--advertise-client-urls", $"http://127.0.0.1:{etcdPort}",
        "--listen-peer-urls", $"http://127.0.0.1:{peerPort}", "--initial-advertise-peer-urls", $"http://127.0.0.1:{peerPort}",
        "--initial-cluster", $"default=http://127.0.0.1:{peerPort}",
    ]);

    private ServerProcess StartServer(ControlPlaneBinaries binaries) => ServerProcess.Start(PathOf("apiserver.log"),
    [
        binaries.ApiServer, $"--etcd-servers=http://127.0.0.1:{etcdPort}", "--etcd-compaction-interval=0", "--bind-address=127.0.0.1",
        $"--secure-port={port}", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none", $"--cert-dir={folder}",
        $"--tls-cert-file={PathOf("apiserver.crt")}", $"--tls-private-key-file={PathOf("apiserver.key")}", $"--client-ca-file={PathOf("ca.crt")}",
        $"--service-account-key-file={PathOf("sa.pub")}", $"--service-account-signing-key-file={PathOf("sa.key")}",
        "--service-account-issuer=https://kubernetes.default.svc", "--api-audiences=https://kubernetes.default.svc",
        "--service-cluster-ip-range=10.96.0.0/16", "--authorization-mode=RBAC", "--allow-privileged=true", .. AuditArguments(),
    ]);

    private IEnumerable<string> AuditArguments()
    {
        if (AuditPolicy is null) return [];
        File.WriteAllText(PathOf("audit.yaml"), AuditPolicy);
        return [$"--audit-policy-file={PathOf("audit.yaml")}", $"--audit-log-path={AuditFile}"];
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            var late = TimeProvider.System.GetElapsedTime(started) > Patience;
            if (late || server!.HasExited || etcd!.HasExited) throw new InvalidOperationException($"the control plane {(late ? "is not ready" : "ended")}: {LogTail()}");
            await Task.Delay(100, cancellationToken);
        }
    }

    private string LogTail() => string.Join('\n', File.ReadLines(PathOf("apiserver.log")).Concat(File.ReadLines(PathOf("etcd.log"))).TakeLast(20));

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await Transport.SendAsync(new() { Method = HttpMethod.Get, Path = "/readyz" }, cancellationToken)).Error is null;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            return false;
        }
    }

    private string PathOf(string file) => Path.Combine(folder, file);
}
