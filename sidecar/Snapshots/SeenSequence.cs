using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Tells of tool servers what was not told yet on this stream: at once where a list or its instructions changed, now and then where nothing but times did, and never where nothing
/// was seen. Whole states only: a lost one is made good by the next.
/// </summary>
internal sealed class SeenSequence(BundleClientOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private ImmutableArray<SeenServer> _read = [];
    private ImmutableArray<SeenServer> _sent = [];
    private DateTimeOffset _sentAt;

    /// <summary>A new stream: what was sent on the last one may not have arrived.</summary>
    public void Forget()
    {
        lock (_lock) (_read, _sent) = ([], []);
    }

    public bool TryNext([NotNullWhen(true)] out Envelope? seen)
    {
        lock (_lock)
        {
            seen = null;
            var read = options.Servers();
            if (read == _read) return false;

            var servers = Seen.Fit(read);
            var now = time.GetUtcNow();
            if (Same(servers, _sent) && (now - _sentAt < options.TimesEvery || SameTimes(servers, _sent))) return false;

            (_read, _sent, _sentAt) = (read, servers, now);
            seen = new Envelope { Type = EnvelopeTypes.Seen, Seen = new Seen { Epoch = options.Epoch, Servers = servers } };
            return true;
        }
    }

    /// <summary>Equal but for times.</summary>
    private static bool Same(ImmutableArray<SeenServer> left, ImmutableArray<SeenServer> right) =>
        left.Length == right.Length && left.Zip(right).All(pair => Same(pair.First, pair.Second));

    private static bool Same(SeenServer left, SeenServer right) =>
        left.Server == right.Server
        && left.Instructions == right.Instructions
        && left.ListedAt is null == right.ListedAt is null
        && (left.Tools == right.Tools || left.Tools.SequenceEqual(right.Tools));

    private static bool SameTimes(ImmutableArray<SeenServer> left, ImmutableArray<SeenServer> right) =>
        left.Zip(right).All(pair => pair.First.At == pair.Second.At && pair.First.ListedAt == pair.Second.ListedAt);
}
