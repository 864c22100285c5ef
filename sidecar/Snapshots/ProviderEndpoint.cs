using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>What two providers must have in common to share connections. The key is not in it: it travels in each request.</summary>
internal sealed record ProviderEndpoint
{
    /// <summary>Scheme, host and port.</summary>
    public required Uri Origin { get; init; }

    /// <summary>PEM certificates to trust instead of the system's.</summary>
    public string? CaBundle { get; init; }

    /// <summary>The name asked for by SNI and checked, where it is not the host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Certificate and key in PEM that are shown to the server; null for none.</summary>
    public SecretText? ClientCertificate { get; init; }

    /// <summary>What requests name as their host; null for the origin's own.</summary>
    public string? Host => ServerName is null || Origin.IsDefaultPort ? ServerName : $"{ServerName}:{Origin.Port}";
}
