using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// Reads a kubeconfig file: the current context's cluster and user, with client certificate or token. What this client does not do
/// (exec and auth-provider plugins, basic authentication, unchecked certificates) is an error that says so, never left out in silence.
/// </summary>
internal static class KubeConfigFile
{
    private static readonly string[] Unsupported = ["exec", "auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra"];

    /// <exception cref="KubeConfigException">The file cannot be read or asks for what this client does not do.</exception>
    public static KubeConfig Read(string path)
    {
        if (path.Contains(Path.PathSeparator)) throw new KubeConfigException("KUBECONFIG names several files: name one");
        try
        {
            using var text = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root)
            {
                throw new KubeConfigException($"{path}: not a kubeconfig");
            }
            return Build(path, root);
        }
        catch (Exception e) when (e is not KubeConfigException)
        {
            throw new KubeConfigException($"{path}: {e.GetType().Name} while reading it");
        }
    }

    private static KubeConfig Build(string path, YamlMappingNode root)
    {
        var contextName = Text(root, "current-context") ?? throw new KubeConfigException($"{path}: current-context is not set");
        var context = Named(path, root, ("contexts", contextName, "context"));
        var cluster = Named(path, root, ("clusters", Text(context, "cluster"), "cluster"));
        var user = Named(path, root, ("users", Text(context, "user"), "user"));
        Refuse(path, cluster, user);

        var server = Text(cluster, "server") ?? throw new KubeConfigException($"{path}: the cluster has no server");
        return new KubeConfig
        {
            Server = new Uri(server),
            AuthorityFile = FileOf(path, cluster, "certificate-authority"),
            AuthorityPem = Decoded(cluster, "certificate-authority-data"),
            ServerName = Text(cluster, "tls-server-name"),
            ClientCertificate = ClientCertificate(path, user),
            TokenFile = FileOf(path, user, "tokenFile"),
            Token = Text(user, "token"),
            Namespace = Text(context, "namespace"),
        };
    }

    private static void Refuse(string path, YamlMappingNode cluster, YamlMappingNode user)
    {
        if (Text(cluster, "insecure-skip-tls-verify") is "true")
        {
            throw new KubeConfigException($"{path}: insecure-skip-tls-verify is not supported; name the certificate-authority instead");
        }
        if (Text(cluster, "proxy-url") is not null) throw new KubeConfigException($"{path}: proxy-url is not supported");
        foreach (var name in Unsupported.Where(name => user.Children.ContainsKey(new YamlScalarNode(name))))
        {
            throw new KubeConfigException($"{path}: users[].user.{name} is not supported; use a token, a tokenFile or a client certificate");
        }
    }

    private static X509Certificate2? ClientCertificate(string path, YamlMappingNode user)
    {
        var certificate = Decoded(user, "client-certificate-data") ?? Content(FileOf(path, user, "client-certificate"));
        var key = Decoded(user, "client-key-data") ?? Content(FileOf(path, user, "client-key"));
        if (certificate is null && key is null) return null;
        if (certificate is null || key is null) throw new KubeConfigException($"{path}: a client certificate needs both certificate and key");
        return X509Certificate2.CreateFromPem(certificate, key);
    }

    private static YamlMappingNode Named(string path, YamlMappingNode root, (string List, string? Name, string Inner) entry)
    {
        var list = root.Children.TryGetValue(new YamlScalarNode(entry.List), out var node) ? node as YamlSequenceNode : null;
        var found = list?.Children.OfType<YamlMappingNode>().FirstOrDefault(item => Text(item, "name") == entry.Name);
        return found?.Children.TryGetValue(new YamlScalarNode(entry.Inner), out var inner) == true && inner is YamlMappingNode mapping
            ? mapping
            : throw new KubeConfigException($"{path}: {entry.List} has no entry named {entry.Name ?? "(none)"}");
    }

    private static string? Text(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var value) && value is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;

    private static string? Decoded(YamlMappingNode node, string name) =>
        Text(node, name) is { } base64 ? Encoding.UTF8.GetString(Convert.FromBase64String(base64)) : null;

    private static string? FileOf(string path, YamlMappingNode node, string name) =>
        Text(node, name) is { } file ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file) : null;

    private static string? Content(string? file) => file is null ? null : File.ReadAllText(file);
}
