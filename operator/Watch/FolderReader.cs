using System.Collections.Immutable;

namespace AiGateway.Operator.Watch;

/// <summary>Reads the files of a folder, those that have changed. A file that cannot be read, as one half-written, keeps what it said before.</summary>
internal static class FolderReader
{
    private const long LongestFile = 4 * 1024 * 1024;
    private static readonly ImmutableArray<string> Endings = [".yaml", ".yml", ".json"];

    /// <summary>The files by path with their stamps. Names that start with a dot are left out: mounted ConfigMaps keep their data twice.</summary>
    public static ImmutableSortedDictionary<string, (DateTime WrittenAt, long Length)> Stamps(string folder)
    {
        var stamps = ImmutableSortedDictionary.CreateBuilder<string, (DateTime, long)>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path);
            if (name.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')) || !Endings.Contains(Path.GetExtension(name))) continue;
            var file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            if (file.Exists) stamps[name] = (file.LastWriteTimeUtc, file.Length);
        }
        return stamps.ToImmutable();
    }

    public static FolderFile Read(string folder, string name, (DateTime WrittenAt, long Length) stamp, FolderFile? old)
    {
        var file = (old ?? new() { Stamp = stamp }) with { Stamp = stamp, Problem = null };
        if (stamp.Length > LongestFile) return file with { Problem = FileProblem.Of(name, "size", $"is larger than {LongestFile} bytes") };
        if (stamp.Length == 0 && file.Objects.Length > 0)
        {
            return file with { Problem = FileProblem.Of(name, "line 1", "is empty: what it said stays until it is removed") };
        }
        try
        {
            return file with { Objects = ManifestReader.Read(name, new(stamp.WrittenAt), File.ReadAllText(Path.Combine(folder, name))) };
        }
        catch (ManifestException e)
        {
            return file with { Problem = FileProblem.Of(name, $"line {e.Line}", e.Message) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return file with { Problem = FileProblem.Of(name, "file", "cannot be opened") };
        }
    }
}
