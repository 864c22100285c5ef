namespace AiGateway.Sidecar.Conversations;

/// <summary>Whether and which tool the model must call.</summary>
/// <param name="Mode">Whether it must.</param>
/// <param name="Names">The one tool of <see cref="ToolChoiceMode.Named"/>, or the only ones to choose from; empty for all.</param>
internal sealed record ToolChoice(ToolChoiceMode Mode, params IReadOnlyList<string> Names);
