using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Conversations;

/// <summary>One piece of a streamed answer, in no dialect's words. Valid until the next frame is read.</summary>
internal readonly record struct Delta(DeltaKind Kind)
{
    /// <summary>Which answer, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>Which part of it, from 0, counted over all kinds.</summary>
    public int Part { get; init; }

    public PartKind Opens { get; init; }

    public TextValue Text { get; init; }

    public string? Id { get; init; }

    public string? Name { get; init; }

    public Signature? Signature { get; init; }

    public StopReason Stop { get; init; }

    public Usage Usage { get; init; }

    public JsonElement Json { get; init; }

    public ProviderError? Error { get; init; }
}
