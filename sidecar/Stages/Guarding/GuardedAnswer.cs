using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What the guards left of a whole answer.</summary>
/// <param name="Refusal">Why nothing of it leaves; null where it does.</param>
/// <param name="Changed">Its bytes, where something was masked or turned back; null where they leave as they came.</param>
internal readonly record struct GuardedAnswer(Refusal? Refusal, byte[]? Changed)
{
    /// <summary>It is no JSON, or not in UTF-8.</summary>
    public static GuardedAnswer Garbage { get; } = new() { IsGarbage = true };

    /// <summary>Whether it is no answer at all.</summary>
    public bool IsGarbage { get; private init; }
}
