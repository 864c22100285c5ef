namespace AiGateway.Operator.Kubernetes;

/// <summary>What a reflector mirrors, and how patiently.</summary>
internal sealed record ReflectorOptions<T>
    where T : KubernetesObject
{
    public ListOptions Select { get; init; } = new();

    /// <summary>Leaves out what need not be kept in memory.</summary>
    public Func<T, T> Slim { get; init; } = value => value;

    /// <summary>Whether a change of an object could alter a rule. Status writes, which every replica's leader does, are not meant to.</summary>
    public Func<T, T, bool> Significant { get; init; } = (old, now) => old.Metadata.Generation != now.Metadata.Generation;

    /// <summary>Whether an object could alter a rule at all, as it stands: where it neither did nor does, its coming, going and changing does not.</summary>
    public Func<T, bool> Matters { get; init; } = _ => true;

    /// <summary>Set where changes that are not significant raise no signal: of objects whose status the operator itself writes all the time.</summary>
    public bool SignalsSignificantAlone { get; init; }

    /// <summary>Whether nobody waits for a change of an object, as of a status that the operator itself wrote: <see cref="SignalLater"/> is raised for it.</summary>
    public Func<T, T, bool> CanWait { get; init; } = (_, _) => false;

    /// <summary>As <see cref="Signal"/>, after a change that can wait.</summary>
    public Action SignalLater { get; init; } = () => { };

    /// <summary>Raised, from the reflector's own loop, after an object or the list has changed; quick, never throws.</summary>
    public Action Signal { get; init; } = () => { };

    /// <summary>The server ends a watch after this, jittered up to twice as long.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Everything is listed anew after this, jittered: a safety net, not a need.</summary>
    public TimeSpan Resync { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The least time between two lists that are asked for by <see cref="Reflector{T}.RelistSoon"/>.</summary>
    public TimeSpan RelistSpacing { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(5);
}
