namespace AiGateway.Sidecar.Conversations;

/// <summary>Plain text.</summary>
internal sealed record TextPart(TextValue Text) : Part;
