namespace AiGateway.Operator.Certificates;

/// <summary>Where the certificates are kept: a Secret that all replicas read, or a file. Knows nothing of what they mean.</summary>
internal interface ICertificateStore
{
    /// <summary>What is kept, and its version; null where nothing is, or nothing that can be read.</summary>
    Task<(CertificateSet? Set, string? Version)> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a set if what is kept still has this version (null: if nothing is kept); false where another was faster.</summary>
    Task<bool> WriteAsync(CertificateSet set, string? version, CancellationToken cancellationToken);
}
