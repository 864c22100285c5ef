namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>What the agent's containers are told to trust, and where.</summary>
internal sealed record TrustOptions
{
    /// <summary>Where the certificates are written; null where nothing is intercepted.</summary>
    public string? Folder { get; init; }

    /// <summary>Roots of the company's, PEM, that the agent trusts too; null for none. It may change.</summary>
    public string? RootsFile { get; init; }

    /// <summary>Where the public roots stand in the image, the first that is there.</summary>
    public IReadOnlyList<string> PublicRoots { get; init; } = [];

    /// <summary>The usual places, behind the one that is named as OpenSSL's clients name it: Debian's and Alpine's, Fedora's, SUSE's.</summary>
    public static IReadOnlyList<string> PublicRootsOf(string? named)
    {
        string[] usual = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];
        return string.IsNullOrEmpty(named) ? usual : [named, .. usual];
    }
}
