using System.Text;
using System.Text.Json;

namespace AiGateway.Operator.Certificates;

/// <summary>The certificates in one file of a folder, readable by its owner alone, and the roots beside it in <c>ca.crt</c> for everybody. One writer.</summary>
internal sealed class FolderStore(string folder) : ICertificateStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode AllRead = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly string _file = Path.Combine(folder, "certificates.json");

    public async Task<(CertificateSet? Set, string? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_file)) return (null, null);

        try
        {
            var entries = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_file, cancellationToken), CertificateJsonContext.Default.ImmutableDictionaryStringString);
            return (entries is null ? null : CertificateEntries.Read(entries), "file");
        }
        catch (JsonException)
        {
            return (null, "file");
        }
    }

    public async Task<bool> WriteAsync(CertificateSet set, string? version, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var json = JsonSerializer.SerializeToUtf8Bytes(CertificateEntries.Write(set), CertificateJsonContext.Default.ImmutableDictionaryStringString);
        await ReplaceAsync(_file, json, OwnerOnly, cancellationToken);
        await ReplaceAsync(Path.Combine(folder, "ca.crt"), Encoding.ASCII.GetBytes(set.RootsPem), AllRead, cancellationToken);
        return true;
    }

    private static async Task ReplaceAsync(string file, byte[] bytes, UnixFileMode mode, CancellationToken cancellationToken)
    {
        var draft = file + ".new";
        File.Delete(draft);
        await using (var stream = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }

        File.Move(draft, file, overwrite: true);
    }
}
