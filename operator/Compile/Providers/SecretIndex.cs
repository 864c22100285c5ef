using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>Finds Secrets by namespace and name; one without the label that opens it for use is not there.</summary>
internal sealed class SecretIndex(IEnumerable<Secret> secrets)
{
    private readonly Dictionary<(string Namespace, string Name), Secret> _secrets = secrets
        .Where(secret => secret.Metadata.Labels.GetValueOrDefault(Group.CredentialLabel) == "true")
        .OrderBy(secret => secret.Metadata.Uid, StringComparer.Ordinal)
        .DistinctBy(secret => (secret.Metadata.Namespace, secret.Metadata.Name))
        .ToDictionary(secret => (secret.Metadata.Namespace, secret.Metadata.Name));

    public Secret? Find(string @namespace, string name) => _secrets.GetValueOrDefault((@namespace, name));
}
