using System.Text.Json;

namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// Reads what the validator left. For whoever writes it: in one step (a new file, then a rename), at most <see cref="MaxBytes"/>, and its reason at most <see cref="MaxReason"/>
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

    private static ReadOnlySpan<byte> ReadBounded(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = new byte[MaxBytes + 1];
        var length = RandomAccess.Read(file, bytes, 0);
        return length <= MaxBytes ? bytes.AsSpan(0, length) : throw new IOException("too long");
    }
}
