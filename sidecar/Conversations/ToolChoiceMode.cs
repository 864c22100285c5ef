namespace AiGateway.Sidecar.Conversations;

/// <summary>Whether the model must call a tool.</summary>
internal enum ToolChoiceMode
{
    Auto,
    None,

    /// <summary>Some tool.</summary>
    Required,

    /// <summary>The one named.</summary>
    Named,
}
