using System.Text.Json;

namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// The file that the validator leaves: written in one step (a new file, then a rename), at most <see cref="MaxBytes"/> long, and its reason at most <see cref="MaxReason"/>
/// characters, since the operator's status has no room for more.
/// </summary>
internal static class ProofFile
{
    /// <summary>The longest file, in bytes; a longer one is no proof.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The longest reason, in characters; a longer one is cut.</summary>
    public const int MaxReason = 512;

    /// <summary>The proof, or null, and then why there is none.</summary>
    public static RedirectProof? Read(string path, out string? problem)
    {
        try
        {
            problem = null;
            var proof = JsonSerializer.Deserialize(ReadBounded(path), RedirectProofJson.Default.RedirectProof);
            if (proof is null) problem = "the validator's proof cannot be read: it is empty";
            return proof?.Reason is { Length: > MaxReason } reason ? proof with { Reason = reason[..MaxReason] } : proof;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "the validator left no proof that the agent is redirected";
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            problem = $"the validator's proof cannot be read: {failure.GetType().Name}";
            return null;
        }
    }

    /// <summary>Leaves a proof that everybody may read and nobody may write, in place of an earlier one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not this user's to write to.</exception>
    public static void Write(string path, RedirectProof proof)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, EveryoneReads))
            JsonSerializer.Serialize(file, proof.Reason is { Length: > MaxReason } reason ? proof with { Reason = reason[..MaxReason] } : proof, RedirectProofJson.Default.RedirectProof);
        File.Move(temporary, path, overwrite: true);
    }

    private static FileStreamOptions EveryoneReads => new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    };

    private static ReadOnlySpan<byte> ReadBounded(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = new byte[MaxBytes + 1];
        var length = RandomAccess.Read(file, bytes, 0);
        return length <= MaxBytes ? bytes.AsSpan(0, length) : throw new IOException("too long");
    }
}
