using System.Runtime.CompilerServices;
using System.Text;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Inject;

/// <summary>Applies files of charts/kustomize/base as they stand there, document by document.</summary>
internal static class Charts
{
    public static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "charts", "kustomize", "base", file));

    public static async Task ApplyAsync(KubeTransport transport, string yaml, CancellationToken cancellationToken)
    {
        foreach (var document in yaml.Split("\n---\n"))
        {
            var answer = await transport.SendAsync(Request(document), cancellationToken);
            answer.BodyOrThrow();
        }
    }

    private static KubeRequest Request(string document) => new()
    {
        Method = HttpMethod.Patch,
        Path = PathOf(document) + "?fieldManager=charts&force=true",
        Body = Encoding.UTF8.GetBytes(document),
        ContentType = "application/apply-patch+yaml",
    };

    private static string PathOf(string document)
    {
        var (kind, name, space) = (Field(document, "kind: "), Field(document, "  name: "), Field(document, "  namespace: "));
        return kind switch
        {
            "Namespace" => $"/api/v1/namespaces/{name}",
            "ServiceAccount" => $"/api/v1/namespaces/{space}/serviceaccounts/{name}",
            "ClusterRole" => $"/apis/rbac.authorization.k8s.io/v1/clusterroles/{name}",
            "ClusterRoleBinding" => $"/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/{name}",
            "Role" => $"/apis/rbac.authorization.k8s.io/v1/namespaces/{space}/roles/{name}",
            "RoleBinding" => $"/apis/rbac.authorization.k8s.io/v1/namespaces/{space}/rolebindings/{name}",
            "MutatingWebhookConfiguration" => $"/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/{name}",
            _ => throw new NotSupportedException(kind),
        };
    }

    /// <summary>The first line that starts so: in these files, that of the metadata.</summary>
    private static string Field(string document, string start) =>
        document.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..] ?? "";
}
