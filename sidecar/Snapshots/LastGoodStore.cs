using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// The last good bundle in one file, for a sidecar that restarts while the operator is away. The folder is memory-backed and this
/// container's alone; the file holds keys and only its owner reads it. Its age is the time since the operator was last heard.
/// </summary>
internal sealed partial class LastGoodStore(string folder, TimeProvider time, ILogger<LastGoodStore> logger)
{
    private readonly string _path = Path.Combine(folder, "bundle.json");

    /// <summary>The rules' bytes are written as they came: written anew they would have another hash.</summary>
    public void Save(Bundle bundle)
    {
        try
        {
            OwnerFile.Write(_path, file =>
            {
                file.Write(BundleJson.WriteBundleHead(bundle));
                file.Write(BundleJson.RawRules(bundle));
                file.Write(BundleJson.BundleTail);
            });
            Touch();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, failure);
        }
    }

    /// <summary>The operator was heard now.</summary>
    public void Touch()
    {
        try
        {
            if (File.Exists(_path)) File.SetLastWriteTimeUtc(_path, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, failure);
        }
    }

    /// <summary>What was kept, or null; a file that cannot be read is removed.</summary>
    public KeptBundle? Load()
    {
        try
        {
            if (!File.Exists(_path)) return null;
            var line = BundleJson.ReadLine(ReadBounded());
            return new KeptBundle(line.Bundle ?? throw new JsonException("no bundle"), File.GetLastWriteTimeUtc(_path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            Remove(failure.GetType().Name);
            return null;
        }
    }

    public void Remove(string reason)
    {
        Log.Removed(logger, reason);
        try
        {
            File.Delete(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, failure);
        }
    }

    private byte[] ReadBounded() =>
        new FileInfo(_path).Length <= Protocol.MaxLineBytes ? File.ReadAllBytes(_path) : throw new InvalidDataException("too long");

    private static partial class Log
    {
        [LoggerMessage(201, LogLevel.Warning, "The last good bundle could not be kept; a restart would have to wait for the operator")]
        public static partial void NotKept(ILogger logger, Exception failure);

        [LoggerMessage(202, LogLevel.Warning, "The kept bundle is not usable and was removed: {Reason}")]
        public static partial void Removed(ILogger logger, string reason);
    }
}
