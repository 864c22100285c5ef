using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Status.Levels;

/// <summary>
/// Notices pods that were held by their kernel and, by their own sidecar's word, no longer are. It goes by what it heard itself: a new leader begins without a past. A sidecar that has come
/// back and said nothing yet is no fall.
/// </summary>
internal sealed class LevelFalls
{
    private Dictionary<string, Enforcement> _held = new(StringComparer.Ordinal);

    /// <summary>One look at the sidecars that count: those that fell since the last, by pod uid, each with what was measured.</summary>
    public IReadOnlyList<(string PodUid, Enforcement Now)> Note(IReadOnlyDictionary<string, SidecarState> sidecars)
    {
        var held = new Dictionary<string, Enforcement>(sidecars.Count, StringComparer.Ordinal);
        List<(string, Enforcement)> fell = [];
        foreach (var (uid, sidecar) in sidecars)
        {
            var before = _held.GetValueOrDefault(uid);
            if ((sidecar.Enforcement ?? before) is not { } now) continue;
            held[uid] = now;
            if (before is { Level: EnforcementLevel.Redirected } && now.Level < EnforcementLevel.Redirected) fell.Add((uid, now));
        }

        _held = held;
        return fell;
    }
}
