namespace AiGateway.Sidecar.Protocols;

/// <summary>What a filter wants done with an event.</summary>
internal enum FilterVerdict
{
    /// <summary>Goes on, as the filter left it.</summary>
    Pass,

    /// <summary>Stays here: the agent does not see it, unless the filter gives it back within a later one.</summary>
    Hold,

    /// <summary>The stream ends before it.</summary>
    Cut,
}
