using System.Collections.Concurrent;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>What waits to go down one connection: of each pod and type the newest word and no other, so that a slow reader costs nobody anything.</summary>
internal sealed class Mailbox
{
    private readonly ConcurrentDictionary<(string PodUid, string Type), Envelope> _waiting = new();
    private readonly Signal _changed = new();

    /// <summary>Take it before reading, then wait for it.</summary>
    public Task Changed => _changed.Next;

    public void Put(string podUid, Envelope word)
    {
        _waiting[(podUid, word.Type)] = word;
        _changed.Raise();
    }

    /// <summary>Takes out what waits.</summary>
    public IEnumerable<(string PodUid, Envelope Word)> Take()
    {
        foreach (var key in _waiting.Keys)
        {
            if (_waiting.TryRemove(key, out var word)) yield return (key.PodUid, word);
        }
    }
}
