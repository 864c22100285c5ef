using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a provider's bytes may make a reader throw: not a fault of ours, but an answer that is none.</summary>
internal static class Untrusted
{
    public static bool IsGarbage(Exception fault) =>
        fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or InvalidDataException or OverflowException;

    /// <summary>A number of a vector, which can be written again.</summary>
    /// <exception cref="JsonException">It is too large for one.</exception>
    public static float Single(JsonElement number) => number.TryGetSingle(out var value) ? Finite(value) : throw new JsonException("a number is too large");

    /// <exception cref="JsonException">It is no number, or has no end.</exception>
    public static float Finite(float number) => float.IsFinite(number) ? number : throw new JsonException("a number is too large");
}
