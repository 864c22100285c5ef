namespace AiGateway.Sidecar.Conversations;

/// <summary>The model's own words for why it will not answer.</summary>
internal sealed record RefusalPart(TextValue Text) : Part;
