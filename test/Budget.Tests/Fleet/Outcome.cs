namespace AiGateway.Budget.Tests.Fleet;

/// <summary>How a call ended for the agent.</summary>
internal enum Outcome
{
    /// <summary>Answered to its end.</summary>
    Answered,

    /// <summary>The agent went away in the middle.</summary>
    Killed,

    /// <summary>Refused by the limit: 429.</summary>
    Refused,

    /// <summary>Anything else.</summary>
    Failed,
}
