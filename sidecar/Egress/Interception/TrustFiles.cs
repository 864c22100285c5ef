using System.Text;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// Writes what the agent's containers are to trust: <c>ca.crt</c>, the pod's authority alone, for runtimes that add to their own roots; and <c>ca-bundle.crt</c>, the public roots, those of the company's and the pod's
/// authority, for runtimes that take one file in place of theirs. Each is replaced in one step, and the bundle anew where the company's roots change. Nothing secret is in them.
/// </summary>
internal sealed partial class TrustFiles(TrustOptions options, PodAuthority authority, TimeProvider time, ILogger<TrustFiles> logger) : BackgroundService
{
    public const string AuthorityName = "ca.crt";
    public const string BundleName = "ca-bundle.crt";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private (DateTime At, long Length)? _seen;
    private string _companyRoots = "";
    private bool _unreadable;
    private bool _failed;
    private volatile bool _written;

    /// <summary>Whether an agent that starts now finds what it is told to trust.</summary>
    public bool Stand => options.Folder is null || _written;

    /// <summary>Writes them. Called once, before anything listens.</summary>
    public void Write()
    {
        if (options.Folder is null) return;
        ReadCompanyRoots();
        Write(options.Folder);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Folder is null || (_written && options.RootsFile is null)) return;
        try
        {
            while (!_written || options.RootsFile is not null)
            {
                await Task.Delay(_written ? Look : Again, time, stoppingToken);
                if (ReadCompanyRoots() || !_written) Write(options.Folder);
            }
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    /// <summary>Whether there is news. A file that can no longer be read leaves the roots as they are.</summary>
    private bool ReadCompanyRoots()
    {
        if (options.RootsFile is not { } path) return false;
        (DateTime, long)? now = null;
        try
        {
            now = StampOf(path);
            if (now == _seen) return false;
            _companyRoots = PemRoots.Load(path, read: true);
            (_seen, _unreadable) = (now, false);
            if (_companyRoots.Length == 0) Log.NoRoots(logger, path);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            if (!_unreadable || now != _seen) Log.RootsUnreadable(logger, path, failure);
            (_seen, _unreadable) = (now, true);
            return false;
        }
    }

    /// <summary>Of the file itself: a ConfigMap's is a link to a link, and the one in the middle is what changes.</summary>
    private static (DateTime At, long Length) StampOf(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return (File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
    }

    private void Write(string folder)
    {
        try
        {
            var own = authority.Pem;
            Replace(Path.Combine(folder, AuthorityName), own);
            Replace(Path.Combine(folder, BundleName), LoadPublicRoots() + _companyRoots + own);
            (_written, _failed) = (true, false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_failed) Log.NotWritten(logger, failure);
            _failed = true;
        }
    }

    private string LoadPublicRoots()
    {
        var path = options.PublicRoots.FirstOrDefault(File.Exists);
        try
        {
            if (path is not null && PemRoots.Load(path, read: false) is { Length: > 0 } roots) return roots;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Log.PublicRootsUnreadable(logger, path!, failure);
            return "";
        }

        Log.NoPublicRoots(logger, string.Join(", ", options.PublicRoots));
        return "";
    }

    private static void Replace(string path, string text)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            File.SetUnixFileMode(file.SafeFileHandle, EveryoneReads);
            file.Write(Encoding.Latin1.GetBytes(text));
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The agent's containers run as whatever user their authors chose; the mount, not the mode, keeps them from writing.</summary>
    private const UnixFileMode EveryoneReads = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static partial class Log
    {
        [LoggerMessage(511, LogLevel.Error, "The certificates that the agent is to trust could not be written; it is tried again, and until then this sidecar is not ready")]
        public static partial void NotWritten(ILogger logger, Exception failure);

        [LoggerMessage(512, LogLevel.Error, "The public roots {Path} could not be read: what the agent reaches through a tunnel will look untrusted to it")]
        public static partial void PublicRootsUnreadable(ILogger logger, string path, Exception failure);

        [LoggerMessage(513, LogLevel.Error, "There are no public roots in this image, at none of {Paths}: what the agent reaches through a tunnel will look untrusted to it")]
        public static partial void NoPublicRoots(ILogger logger, string paths);

        [LoggerMessage(514, LogLevel.Error, "The trusted roots {Path} could not be read; the agent goes on with those that it was given before, if any")]
        public static partial void RootsUnreadable(ILogger logger, string path, Exception failure);

        [LoggerMessage(515, LogLevel.Warning, "The trusted roots {Path} hold no certificate")]
        public static partial void NoRoots(ILogger logger, string path);
    }
}
