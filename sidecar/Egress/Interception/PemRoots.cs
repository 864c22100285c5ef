using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// Certificates out of PEM files, each block whole and its last line ended. Nothing else of a file is taken over: no comment, and above all no key that somebody put beside a certificate.
/// </summary>
internal static class PemRoots
{
    /// <summary>The longest file that is read, in bytes: ten times what the public roots need today.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const string Label = "CERTIFICATE";

    /// <summary>The certificates of this file; empty where it holds none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Whether each must be one that can be read: a file of a user's own may hold anything, and one bad block makes some clients refuse the whole bundle.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is too long, or holds what is no certificate.</exception>
    public static string Load(string path, bool read)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > MostBytes) throw new InvalidDataException($"it is longer than {MostBytes} bytes");
        using var reader = new StreamReader(file, Encoding.Latin1);
        return CertificatesOf(reader.ReadToEnd(), read);
    }

    private static string CertificatesOf(ReadOnlySpan<char> text, bool read)
    {
        var certificates = new StringBuilder();
        while (PemEncoding.TryFind(text, out var found))
        {
            if (text[found.Label] is Label)
            {
                if (read) Check(text[found.Location]);
                certificates.Append(text[found.Location]).Append('\n');
            }

            text = text[found.Location.End..];
        }

        return certificates.ToString();
    }

    private static void Check(ReadOnlySpan<char> block)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(block);
        }
        catch (CryptographicException)
        {
            throw new InvalidDataException("a block of it is no certificate");
        }
    }
}
