namespace AiGateway.Sidecar.Bodies;

/// <summary>Why a request's body could not be read whole.</summary>
internal enum BodyFault
{
    None,

    /// <summary>Above the bound for one body.</summary>
    TooLarge,

    /// <summary>The bodies of all calls together are at the byte budget.</summary>
    BudgetSpent,

    /// <summary>Not all of it arrived in time.</summary>
    TooSlow,

    /// <summary>Its framing is broken, or the agent went away.</summary>
    Broken,
}
