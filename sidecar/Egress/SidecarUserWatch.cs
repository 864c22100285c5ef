using AiGateway.Sidecar.Redirects;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Looks for sockets of the sidecar's user that are not the sidecar's. The rules let that user out, and an image that names it in its own USER cannot be seen at admission, so a pod where such a
/// socket is seen is not redirected any more, until it starts anew. A socket counts when it is there at two looks and this process holds it at none: one of ours may close between two reads.
/// Sockets that live shorter than a look takes may be missed. What stays in the pod is no way out, and is not counted: the command that waits for readiness runs as the same user.
/// </summary>
/// <remarks>A look takes some 10 ms of the kernel's time, since it walks the node's whole table of connections; hence not more often.</remarks>
internal sealed partial class SidecarUserWatch(
    Action<HashSet<ulong>> listed, Action<HashSet<ulong>> own, EnforcementBoard enforcement, TimeProvider time, ILogger<SidecarUserWatch> logger) : BackgroundService
{
    /// <summary>The user that the rules let out.</summary>
    public const uint User = 15080;

    /// <summary>After so many looks that failed one after the other, what cannot be seen is taken to be there.</summary>
    public const int MostFailures = 3;

    private const string Seen = "a process that is not the sidecar has sockets as its user";
    private const string Blind = "the sockets of the sidecar's user cannot be looked through";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>A suspect is looked at again soon, so that one that lives a second is still there.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<ulong> _known = [];
    private readonly HashSet<ulong> _unknown = [];
    private readonly HashSet<ulong> _mine = [];
    private HashSet<ulong> _suspects = [];
    private int _failures;
    private long _foreign;

    /// <summary>Sockets that were found to be foreign.</summary>
    public long Foreign => Volatile.Read(ref _foreign);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            do await Task.Delay(_suspects.Count > 0 ? Again : Every, time, stoppingToken);
            while (TryLook());
        }
        catch (OperationCanceledException)
        {
            // The sidecar stops.
        }
    }

    /// <summary>Looks once; false when there is nothing left to find out.</summary>
    public bool TryLook()
    {
        try
        {
            var foreign = Look();
            _failures = 0;
            if (foreign == 0) return true;
            Volatile.Write(ref _foreign, foreign);
            Lower(Seen);
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.Failed(logger, failure);
            if (++_failures < MostFailures) return true;
            Lower(Blind);
            return false;
        }
    }

    /// <summary>
    /// The tables first, then what is ours: a socket that was opened in between is not in the tables, one that was closed in between is gone at the next look. What was ours once stays ours for
    /// as long as it is listed, so the descriptors are only read where something new is.
    /// </summary>
    private int Look()
    {
        _unknown.Clear();
        listed(_unknown);
        _known.IntersectWith(_unknown);
        _unknown.ExceptWith(_known);
        if (_unknown.Count > 0)
        {
            _mine.Clear();
            own(_mine);
            _mine.IntersectWith(_unknown);
            _known.UnionWith(_mine);
            _unknown.ExceptWith(_mine);
        }

        _suspects.IntersectWith(_unknown);
        var foreign = _suspects.Count;
        _suspects.Clear();
        _suspects.UnionWith(_unknown);
        return foreign;
    }

    private void Lower(string reason)
    {
        if (enforcement.Lower(reason)) Log.Lowered(logger, reason, Foreign);
    }

    private static partial class Log
    {
        [LoggerMessage(411, LogLevel.Error, "The agent is not held any more: {Reason} ({Count}). The pod must start anew, and no container of it may run as user 15080")]
        public static partial void Lowered(ILogger logger, string reason, long count);

        [LoggerMessage(412, LogLevel.Warning, "The pod's sockets could not be looked through")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
