namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>Words for why a check could not be made: labels of a metric, so that there are few of them.</summary>
internal static class Faults
{
    /// <summary>No verdict came in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>The answer's status was not 200.</summary>
    public const string Status = "status";

    /// <summary>The answer was not of the form that it should have.</summary>
    public const string Garbage = "garbage";

    /// <summary>There is more text than may be sent, or the answer is longer than may be read.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The account's key has ended.</summary>
    public const string KeyEnded = "key_ended";

    /// <summary>There is nobody to be asked, or none that takes the question.</summary>
    public const string NoTarget = "no_target";

    /// <summary>The texts cannot be read.</summary>
    public const string Unreadable = "unreadable";
}
