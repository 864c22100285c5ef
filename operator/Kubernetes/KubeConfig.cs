using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Where the API server is, whom to trust, and who we are. It prints without the token.</summary>
internal sealed record KubeConfig
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public required Uri Server { get; init; }

    /// <summary>PEM roots in a file, read again as they rotate; wins over <see cref="AuthorityPem"/>.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>PEM roots; null with no file either means the system's roots.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>The name that the server's certificate must carry, where it is not the URL's host.</summary>
    public string? ServerName { get; init; }

    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>A token in a file, read again as it rotates; wins over <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    public string? Token { get; init; }

    /// <summary>The namespace to use where none is said.</summary>
    public string? Namespace { get; init; }

    /// <summary>The configuration of this process: <c>KUBECONFIG</c> where it is set, else the pod's own ServiceAccount.</summary>
    /// <exception cref="KubeConfigException">There is none, or it asks for what this client does not do.</exception>
    public static KubeConfig Load(Func<string, string?> environment) =>
        environment("KUBECONFIG") is { Length: > 0 } path ? KubeConfigFile.Read(path) : InCluster(environment, ServiceAccountFolder);

    /// <summary>What Kubernetes gives to each pod.</summary>
    public static KubeConfig InCluster(Func<string, string?> environment, string folder)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new KubeConfigException("not in a cluster (KUBERNETES_SERVICE_HOST is not set) and KUBECONFIG is not set");
        }
        var authority = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var own = Path.Combine(folder, "namespace");
        return new KubeConfig
        {
            Server = new Uri($"https://{authority}:{port}"),
            AuthorityFile = Path.Combine(folder, "ca.crt"),
            TokenFile = Path.Combine(folder, "token"),
            Namespace = File.Exists(own) ? File.ReadAllText(own).Trim() : null,
        };
    }

    public override string ToString() => $"KubeConfig {Server}";
}
