using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Levels;

/// <summary>
/// Keeps <see cref="Group.EnforcementAnnotation"/> on the pods: what was measured, for who reads pods and not policies. Nothing in this operator reads it but to see whether it still says so;
/// where an author writes another word, it is put right. A few are written a second; what was sent is not sent again while it is on its way back. <c>write</c> puts the word on one pod and
/// returns the API server's refusal.
/// </summary>
internal sealed class LevelAnnotator(Func<Pod, string, CancellationToken, Task<KubeError?>> write, TimeProvider time)
{
    /// <summary>A pod that is gone, or another one of its name, is not tried again at once; nor is one on which somebody else keeps another word.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private const int PerSecond = 10;

    private readonly TokenBucket _bucket = new(PerSecond, TimeSpan.FromSeconds(1) / PerSecond, time);
    private readonly Dictionary<string, (string Word, DateTimeOffset At)> _sent = new(StringComparer.Ordinal);

    /// <summary>One look; returns what the API server refused, without pods that have gone or changed meanwhile.</summary>
    public async Task<IReadOnlyList<KubeError>> WriteAsync(Look look, CancellationToken cancellationToken)
    {
        List<Task<KubeError?>> writes = [];
        foreach (var (uid, agent) in look.Turn.Compilation.Agents)
        {
            if (WordFor(agent.Pod, look) is not { } word || IsOnItsWay(uid, word, look.Now)) continue;
            if (!_bucket.TryTake()) break;
            _sent[uid] = (word, look.Now);
            writes.Add(write(agent.Pod, word, cancellationToken));
        }

        Forget(look);
        return [.. (await Task.WhenAll(writes)).OfType<KubeError>().Where(error => !IsAnotherPod(error))];
    }

    /// <summary>What the annotation should say and does not; null where nothing is to be written.</summary>
    private static string? WordFor(Pod pod, Look look)
    {
        if (pod.Metadata.DeletionTimestamp is not null) return null;
        var level = PodLevel.Of(pod, look.Sidecars.GetValueOrDefault(pod.Metadata.Uid), look);
        var said = pod.Metadata.Annotations.GetValueOrDefault(Group.EnforcementAnnotation);
        if (!level.IsSettled || (level.Level == EnforcementLevel.None && said is null)) return null;
        var word = level.Level.ToString();
        return word == said ? null : word;
    }

    private bool IsOnItsWay(string uid, string word, DateTimeOffset now) =>
        _sent.TryGetValue(uid, out var sent) && sent.Word == word && now - sent.At < Again;

    /// <summary>The pod is gone, or another one has its name: newer servers say 409, older ones that a uid never changes.</summary>
    private static bool IsAnotherPod(KubeError error) => error.IsNotFound || error.IsConflict || error is { Code: 422, Reason: "Invalid" };

    private void Forget(Look look)
    {
        foreach (var old in _sent.Where(pair => look.Now - pair.Value.At >= Again || !look.Turn.Compilation.Agents.ContainsKey(pair.Key)).Select(pair => pair.Key).ToList())
            _sent.Remove(old);
    }
}
