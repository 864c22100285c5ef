namespace AiGateway.Sidecar.Calls;

/// <summary>What a call asks for; the names in audit and metrics are OpenTelemetry's where it has one.</summary>
internal enum Operation
{
    /// <summary>The path or the body told nothing that is served.</summary>
    Unknown,

    /// <summary>A chat completion, streamed or not.</summary>
    Chat,

    /// <summary>The models that the agent may use; answered by the sidecar itself.</summary>
    ListModels,

    /// <summary>One of those models; answered by the sidecar itself.</summary>
    GetModel,
}
