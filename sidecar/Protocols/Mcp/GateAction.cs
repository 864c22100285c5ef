namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What becomes of a message of a tool server.</summary>
internal enum GateAction
{
    /// <summary>It goes to the agent as it came, byte for byte.</summary>
    Pass,

    /// <summary>Another text goes in its place.</summary>
    Replace,

    /// <summary>The agent does not see it.</summary>
    Drop,
}
