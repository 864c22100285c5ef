namespace AiGateway.Sidecar.Limits;

/// <summary>What came of a reservation.</summary>
internal enum Taken
{
    /// <summary>It holds.</summary>
    Yes,

    /// <summary>There is no room.</summary>
    No,

    /// <summary>The count was given up meanwhile: its key has another.</summary>
    Gone,
}
