using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Conversations;

/// <summary>A whole answer, in no dialect's words.</summary>
internal sealed record Answer
{
    /// <summary>The provider's id; null where it gives none, and a writer then makes one up in its dialect's form.</summary>
    public string? Id { get; init; }

    /// <summary>The model as the provider calls it.</summary>
    public string? Model { get; init; }

    public required IReadOnlyList<Choice> Choices { get; init; }

    public Usage Usage { get; init; }
}
