namespace AiGateway.Sidecar.Ledgers;

/// <summary>How a try comes to a target.</summary>
internal enum Entry
{
    /// <summary>A call's first try there.</summary>
    First,

    /// <summary>A further try of the same call.</summary>
    Again,

    /// <summary>Whatever the circuit says, because every other is open too.</summary>
    Forced,
}
