namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>What the pod's resolv.conf says now: looked at once a second at most, read anew where it changed. One that cannot be read leaves what was.</summary>
internal sealed class ResolvConfFile(string path, TimeProvider time)
{
    /// <summary>The longest file, in bytes; a longer one is not read.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private ResolvConf _read = ResolvConf.Empty;
    private (DateTime Written, long Length) _stamp;
    private long? _lookedAt;

    public ResolvConf Current
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                if (_lookedAt is { } last && time.GetElapsedTime(last, now) < Every) return _read;
                _lookedAt = now;
                Refresh();
                return _read;
            }
        }
    }

    private void Refresh()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes || (file.LastWriteTimeUtc, file.Length) == _stamp) return;
            _read = ResolvConf.Parse(File.ReadAllText(path));
            _stamp = (file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return; // What was read last is the best there is; without any, queries fail and are counted.
        }
    }
}
