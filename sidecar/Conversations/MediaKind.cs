namespace AiGateway.Sidecar.Conversations;

/// <summary>What a <see cref="MediaPart"/> is.</summary>
internal enum MediaKind
{
    Image,
    Document,
    Audio,
    Video,
}
