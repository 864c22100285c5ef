using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>
/// The inventory from a folder of manifests: for a laptop without a cluster. It notices changes by the file system's word and, where that does not reach,
/// by looking once a second. It writes nothing.
/// </summary>
internal sealed partial class FolderSource(
    FolderSourceOptions options, ChangeSignal changes, TimeProvider time, ILogger<FolderSource> logger) : IInventorySource
{
    private readonly ChangeSignal pokes = new();
    private ImmutableSortedDictionary<string, FolderFile> files = ImmutableSortedDictionary.Create<string, FolderFile>(StringComparer.Ordinal);
    private FolderState state = new();
    private Inventory? inventory;

    public bool HasSynced => Volatile.Read(ref inventory) is not null;

    public Inventory Take() => Volatile.Read(ref inventory) ?? new() { OperatorNamespace = options.OperatorNamespace };

    // A folder has one reader: nobody has seen more. The signal is owed all the same.
    public void RelistSoon(string kind) => changes.Raise();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var watcher = Watch();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ScanAsync(cancellationToken);
                await PauseAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.Unreadable(logger, options.Folder, e.Message);
                await PauseAsync(cancellationToken);
            }
        }
    }

    private async Task ScanAsync(CancellationToken cancellationToken)
    {
        var stamps = FolderReader.Stamps(options.Folder);
        if (HasSynced && Unchanged(stamps)) return;
        stamps = await SettleAsync(stamps, cancellationToken);
        files = stamps.ToImmutableSortedDictionary(
            pair => pair.Key,
            pair => files.GetValueOrDefault(pair.Key) is { Problem: null } known && known.Stamp == pair.Value
                ? known
                : FolderReader.Read(options.Folder, pair.Key, pair.Value, files.GetValueOrDefault(pair.Key)),
            StringComparer.Ordinal);
        var version = Math.Max(state.Version + 1, (ulong)time.GetUtcNow().ToUnixTimeMilliseconds());
        state = state.After(files.Values.SelectMany(file => file.Objects), files.Values.Select(file => file.Problem).OfType<UnreadableObject>(), version);
        Volatile.Write(ref inventory, state.ToInventory(options.OperatorNamespace));
        foreach (var problem in state.Problems) Log.Problem(logger, problem.Metadata.Name, problem.Field, problem.Message);
        Log.Read(logger, state.Objects.Count, files.Count, state.Problems.Length);
        changes.Raise();
    }

    private bool Unchanged(ImmutableSortedDictionary<string, (DateTime WrittenAt, long Length)> stamps) =>
        stamps.Count == files.Count && stamps.All(pair => files.TryGetValue(pair.Key, out var file) && file.Stamp == pair.Value);

    // Whoever writes may still be writing: read once nothing has changed for a moment, but do not wait forever.
    private async Task<ImmutableSortedDictionary<string, (DateTime WrittenAt, long Length)>> SettleAsync(
        ImmutableSortedDictionary<string, (DateTime WrittenAt, long Length)> stamps, CancellationToken cancellationToken)
    {
        for (var look = 0; look < options.MostLooks; look++)
        {
            await Task.Delay(options.Settle, time, cancellationToken);
            var now = FolderReader.Stamps(options.Folder);
            if (now.SequenceEqual(stamps)) return now;
            stamps = now;
        }
        return stamps;
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        using var pause = new CancellationTokenSource(options.Poll, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            await pokes.WaitAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look, or to stop.
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(options.Folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => pokes.Raise();
            watcher.Created += (_, _) => pokes.Raise();
            watcher.Deleted += (_, _) => pokes.Raise();
            watcher.Renamed += (_, _) => pokes.Raise();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            Log.Polls(logger, options.Folder);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Information, "Read {Objects} objects from {Files} files; {Problems} problems")]
        public static partial void Read(ILogger logger, int objects, int files, int problems);

        [LoggerMessage(201, LogLevel.Warning, "{Where}: {Field}: {Message}")]
        public static partial void Problem(ILogger logger, string where, string field, string message);

        [LoggerMessage(202, LogLevel.Error, "Cannot read the folder {Folder}: {Problem}")]
        public static partial void Unreadable(ILogger logger, string folder, string problem);

        [LoggerMessage(203, LogLevel.Information, "The file system does not tell of changes in {Folder}; looking once a second")]
        public static partial void Polls(ILogger logger, string folder);
    }
}
