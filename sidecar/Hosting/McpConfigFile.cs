using System.Net;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Keeps mcp.json in the folder that the agent's containers read true to the rules in force: at each swap that changes it, it is replaced in one step. The folder is memory-backed,
/// so that a swap hardly waits for it; a write that fails is tried again. It holds nothing secret. Without a folder there is no file.
/// </summary>
internal sealed partial class McpConfigFile(string? folder, IPEndPoint api, SnapshotHolder snapshots, TimeProvider time, ILogger<McpConfigFile> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private byte[] _written = [];
    private Told? _told;
    private bool _failed;

    /// <summary>Whether an agent that starts now finds what this snapshot says.</summary>
    public bool Tells(Snapshot? snapshot) => folder is null || (Volatile.Read(ref _told) is { } told && told.Snapshot == snapshot);

    /// <summary>Writes what is in force, and from now on what comes into force. Called once, before anything else may swap.</summary>
    public void Follow()
    {
        if (folder is null) return;
        snapshots.Swapped += _ => Write(folder);
        Write(folder);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (folder is null) return;
        using var timer = new PeriodicTimer(Again, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!Tells(snapshots.Current)) Write(folder);
            }
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    /// <summary>What is in force is read under the lock, so that the last to write never writes what is past.</summary>
    private void Write(string to)
    {
        lock (_lock)
        {
            var snapshot = snapshots.Current;
            var document = McpConfig.Write(snapshot, api);
            if (!document.AsSpan().SequenceEqual(_written) && !TryReplace(Path.Combine(to, "mcp.json"), document)) return;
            (_written, _failed) = (document, false);
            Volatile.Write(ref _told, new Told(snapshot));
        }
    }

    private bool TryReplace(string path, byte[] document)
    {
        try
        {
            var temporary = path + ".new";
            File.Delete(temporary);
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                File.SetUnixFileMode(file.SafeFileHandle, EveryoneReads);
                file.Write(document);
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_failed) Log.NotWritten(logger, failure);
            _failed = true;
            return false;
        }
    }

    /// <summary>The agent's containers run as whatever user their authors chose; the mount, not the mode, keeps them from writing.</summary>
    private const UnixFileMode EveryoneReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private sealed record Told(Snapshot? Snapshot);

    private static partial class Log
    {
        [LoggerMessage(311, LogLevel.Error, "The agent's MCP configuration could not be written; it is tried again, and until then this sidecar is not ready")]
        public static partial void NotWritten(ILogger logger, Exception failure);
    }
}
