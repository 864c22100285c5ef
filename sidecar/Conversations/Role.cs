namespace AiGateway.Sidecar.Conversations;

/// <summary>Who speaks in a turn. What a tool answered is said by the user's side.</summary>
internal enum Role
{
    /// <summary>Instructions; leading ones are what other dialects call the system prompt.</summary>
    System,

    User,

    Assistant,
}
