using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>How one try at a model that judges came out.</summary>
/// <param name="Text">What it answered; null where it did not.</param>
/// <param name="Failure">How it failed, where it did; null also where the target takes no such question.</param>
internal readonly record struct JudgeTry(string? Text, AttemptFailure? Failure)
{
    /// <summary>The word for why there is no text.</summary>
    public string? Fault { get; init; }
}
