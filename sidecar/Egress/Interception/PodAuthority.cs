using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// The certificate authority of this pod, which this pod's containers alone are told to trust. It is made when it is first asked for, and lives as long as the pod: an agent reads its roots once, so a sidecar
/// that restarts must have the same. Its key stands in the folder of the sidecar's state, which is memory-backed and this container's alone, and goes nowhere else.
/// </summary>
internal sealed partial class PodAuthority(string folder, TimeProvider time, ILogger<PodAuthority> logger) : IDisposable
{
    /// <summary>Certificate and key in one file, so that they are always of each other.</summary>
    public const string FileName = "pod-authority.pem";

    /// <summary>What a file of ours stays below, in bytes.</summary>
    private const int MostBytes = 16 * 1024;

    private readonly string _path = Path.Combine(folder, FileName);
    private readonly Lock _lock = new();
    private X509Certificate2? _certificate;

    /// <summary>The authority, with its key. Takes a moment where it is asked for the first time.</summary>
    public X509Certificate2 Certificate
    {
        get
        {
            lock (_lock) return _certificate ??= Open();
        }
    }

    /// <summary>The certificate for those who are to trust it, PEM, its last line ended.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    public void Dispose() => _certificate?.Dispose();

    private X509Certificate2 Open()
    {
        if (TryLoad() is { } kept) return kept;
        var made = AuthorityCertificate.Create(time.GetUtcNow());
        Keep(made);
        return made;
    }

    private X509Certificate2? TryLoad()
    {
        try
        {
            if (!File.Exists(_path)) return null;
            return ReadOwn();
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or InvalidDataException)
        {
            Log.Unusable(logger, unusable is InvalidDataException ? unusable.Message : unusable.GetType().Name);
            return null;
        }
    }

    /// <exception cref="InvalidDataException">The file is none that this class writes.</exception>
    private X509Certificate2 ReadOwn()
    {
        var file = new FileInfo(_path);
        if (file.LinkTarget is not null) throw new InvalidDataException("it is a link");
        if (file.UnixFileMode != UnixFileMode.UserRead) throw new InvalidDataException("others may have read or written it");
        if (file.Length > MostBytes) throw new InvalidDataException("it is too long");
        var text = File.ReadAllText(_path);
        var certificate = X509Certificate2.CreateFromPem(text, text);
        if (AuthorityCertificate.FindFault(certificate, time.GetUtcNow()) is not { } fault) return certificate;
        certificate.Dispose();
        throw new InvalidDataException(fault);
    }

    private void Keep(X509Certificate2 made)
    {
        try
        {
            var temporary = _path + ".new";
            File.Delete(temporary);
            using (var writer = new StreamWriter(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead }))
            {
                using var key = made.GetECDsaPrivateKey()!;
                writer.WriteLine(made.ExportCertificatePem());
                writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
            }

            File.Move(temporary, _path, overwrite: true);
            Log.Made(logger, made.Subject);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(501, LogLevel.Information, "The pod's certificate authority was made: {Subject}")]
        public static partial void Made(ILogger logger, string subject);

        [LoggerMessage(502, LogLevel.Warning, "The pod's certificate authority that was kept is not usable, and another is made; containers that run already do not trust it until they restart: {Reason}")]
        public static partial void Unusable(ILogger logger, string reason);

        [LoggerMessage(503, LogLevel.Error, "The pod's certificate authority could not be kept; should this sidecar restart, containers that run already would not trust the next")]
        public static partial void NotKept(ILogger logger, Exception failure);
    }
}
