using System.Collections.Concurrent;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// The leader's way down: a word for a pod goes to its stream, here or over the replica where it hangs. Of what waits the newest of a type replaces an older one; what waits is lost with its
/// stream, so that a sender says whole states, and says them again when a new stream says its first word.
/// </summary>
internal sealed class Downlink(SidecarBoard sidecars)
{
    private readonly ConcurrentDictionary<string, Mailbox> _streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Mailbox> _replicas = new(StringComparer.Ordinal);

    /// <summary>Says it to the pod's stream, wherever it hangs; to none where it has none.</summary>
    /// <exception cref="ArgumentException">The type is none of <see cref="Words.Down"/>.</exception>
    public void Say(string podUid, Envelope word)
    {
        if (!Words.Down.Contains(word.Type)) throw new ArgumentException($"{word.Type} does not go down", nameof(word));
        Deliver(podUid, word);
        foreach (var (replica, mail) in _replicas)
        {
            if (sidecars.Find(podUid, replica) is { Gone: null }) mail.Put(podUid, word);
        }
    }

    /// <summary>Puts it to the pod's stream on this replica, where there is one.</summary>
    public void Deliver(string podUid, Envelope word)
    {
        if (Words.Down.Contains(word.Type) && _streams.TryGetValue(podUid, out var mail)) mail.Put(podUid, word);
    }

    /// <summary>The mail of a pod's newest stream to this replica.</summary>
    public Mailbox OpenStream(string podUid) => _streams[podUid] = new();

    public void CloseStream(string podUid, Mailbox mail) => _streams.TryRemove(new(podUid, mail));

    /// <summary>The mail of the newest relay of a replica.</summary>
    public Mailbox OpenRelay(string replica) => _replicas[replica] = new();

    public void CloseRelay(string replica, Mailbox mail) => _replicas.TryRemove(new(replica, mail));
}
