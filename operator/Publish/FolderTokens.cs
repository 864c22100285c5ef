using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Tokens without a cluster: one file a pod, <c>namespace_pod</c>, random, readable by its owner alone; they stand in for projected
/// ServiceAccount tokens. Kept over restarts.
/// </summary>
internal sealed class FolderTokens(string folder)
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead;
    private FrozenDictionary<string, TokenIdentity> _known = FrozenDictionary<string, TokenIdentity>.Empty;

    public Task<TokenIdentity?> CheckAsync(string token, CancellationToken cancellationToken) =>
        Task.FromResult(Volatile.Read(ref _known).GetValueOrDefault(HashOf(token)));

    /// <summary>Makes the tokens that lack and takes away those whose pod is gone.</summary>
    public void Keep(IEnumerable<Pod> pods)
    {
        Directory.CreateDirectory(folder);
        var wanted = pods.Where(HasPlainName).ToDictionary(FileOf, StringComparer.Ordinal);
        foreach (var stray in Directory.EnumerateFiles(folder).Where(file => !wanted.ContainsKey(file)).ToList()) File.Delete(stray);
        Volatile.Write(ref _known, wanted.ToFrozenDictionary(pair => HashOf(ReadOrMake(pair.Key)), pair => IdentityOf(pair.Value), StringComparer.Ordinal));
    }

    private static string ReadOrMake(string file)
    {
        if (File.Exists(file)) return File.ReadAllText(file).Trim();

        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var draft = file + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerReads,
        }))
        {
            stream.Write(Encoding.ASCII.GetBytes(token));
        }

        File.Move(draft, file);
        return token;
    }

    private string FileOf(Pod pod) => Path.Combine(folder, $"{pod.Metadata.Namespace}_{pod.Metadata.Name}");

    /// <summary>A name from a manifest becomes a file's name only where it is one that Kubernetes would take.</summary>
    private static bool HasPlainName(Pod pod) =>
        (pod.Metadata.Namespace + pod.Metadata.Name).All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')
        && pod.Metadata.Name.Length > 0;

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static TokenIdentity IdentityOf(Pod pod) => new()
    {
        Namespace = pod.Metadata.Namespace,
        ServiceAccount = pod.Spec.ServiceAccountName ?? "default",
        Pod = pod.Metadata.Name,
        PodUid = pod.Metadata.Uid,
    };
}
