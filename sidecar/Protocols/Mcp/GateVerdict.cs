namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>The gate's word on one message of a tool server.</summary>
internal readonly record struct GateVerdict(GateAction Action)
{
    public static GateVerdict Pass => new(GateAction.Pass);

    public static GateVerdict Drop => new(GateAction.Drop);

    /// <summary>The JSON that goes to the agent instead: one line, without line breaks.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>The JSON-RPC message that is posted to the server in answer, on the same session; empty for none.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }

    /// <summary>Whether the text is the gateway's own, and nothing of the server's.</summary>
    public bool IsOwn { get; init; }

    public static GateVerdict Replace(ReadOnlyMemory<byte> text) => new(GateAction.Replace) { Text = text };
}
