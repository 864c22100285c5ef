using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Fakes;

/// <summary>Where the fake provider listens, which keys it accepts and which models it has.</summary>
public sealed record FakeProviderOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>A plain-text port for <c>/_seen</c> alone; without it the paths are served on <see cref="Listen"/>.</summary>
    public IPEndPoint? AdminListen { get; init; }

    /// <summary>The keys that are accepted; empty accepts every caller.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>The models that exist; empty lists two and answers for every name.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Serves TLS with this certificate.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How many calls are kept for <c>/_seen</c>; the oldest go first, 0 keeps none.</summary>
    public int Remember { get; init; } = 1000;

    /// <summary>
    /// FAKE_LISTEN, FAKE_ADMIN_LISTEN (address:port), FAKE_KEYS, FAKE_MODELS (comma-separated), FAKE_REMEMBER, and for TLS either
    /// FAKE_TLS_CERT with FAKE_TLS_KEY (PEM files) or FAKE_TLS_HOSTS (a certificate is made for them and written to FAKE_TLS_WRITE_CERT).
    /// </summary>
    public static FakeProviderOptions FromEnvironment(Func<string, string?> read)
    {
        var defaults = new FakeProviderOptions();
        return new()
        {
            Listen = read("FAKE_LISTEN") is { Length: > 0 } listen ? IPEndPoint.Parse(listen) : defaults.Listen,
            AdminListen = read("FAKE_ADMIN_LISTEN") is { Length: > 0 } admin ? IPEndPoint.Parse(admin) : null,
            Keys = List(read("FAKE_KEYS")),
            Models = List(read("FAKE_MODELS")),
            Certificate = ReadCertificate(read),
            Remember = read("FAKE_REMEMBER") is { Length: > 0 } count
                ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)
                : defaults.Remember,
        };
    }

    private static ImmutableArray<string> List(string? value) =>
        [.. (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static X509Certificate2? ReadCertificate(Func<string, string?> read)
    {
        if (read("FAKE_TLS_CERT") is { Length: > 0 } file) return X509Certificate2.CreateFromPemFile(file, read("FAKE_TLS_KEY"));
        if (List(read("FAKE_TLS_HOSTS")) is not { IsEmpty: false } hosts) return null;

        var certificate = FakeCertificate.Create(hosts);
        if (read("FAKE_TLS_WRITE_CERT") is { Length: > 0 } target) File.WriteAllText(target, certificate.ExportCertificatePem() + "\n");
        return certificate;
    }
}
