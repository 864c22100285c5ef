using System.Collections.Immutable;
using System.Text;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Certificates;

/// <summary>The certificates in one Secret. Created, or replaced at a known version: of two replicas that write at once one wins, and the other reads.</summary>
internal sealed class SecretStore(KubeClient client, string @namespace) : ICertificateStore
{
    public const string Name = "aigateway-certificates";

    private readonly ObjectKey _key = new(@namespace, Name);

    public async Task<(CertificateSet? Set, string? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        if (await client.GetAsync(Kinds.Secrets, _key, cancellationToken) is not { } secret) return (null, null);

        var entries = secret.Data.ToDictionary(pair => pair.Key, pair => Decode(pair.Value), StringComparer.Ordinal);
        return (CertificateEntries.Read(entries), secret.Metadata.ResourceVersion);
    }

    public async Task<bool> WriteAsync(CertificateSet set, string? version, CancellationToken cancellationToken)
    {
        var secret = new Secret
        {
            Metadata = new() { Namespace = _key.Namespace, Name = _key.Name, ResourceVersion = version ?? "" },
            Type = "Opaque",
            Data = CertificateEntries.Write(set).ToImmutableDictionary(pair => pair.Key, pair => Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))),
        };
        var result = version is null
            ? await client.CreateAsync(Kinds.Secrets, secret, cancellationToken)
            : await client.ReplaceAsync(Kinds.Secrets, secret, cancellationToken);
        if (result.Failed(out var error, out _)) return error.IsConflict ? false : throw new KubeException(error);
        return true;
    }

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
