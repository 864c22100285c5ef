namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>What a tool server's answer holds for the agent.</summary>
internal enum AnswerForm
{
    /// <summary>Its status says all.</summary>
    Status,

    /// <summary>One JSON-RPC message, or a batch.</summary>
    Message,

    /// <summary>A stream of them.</summary>
    Events,
}
