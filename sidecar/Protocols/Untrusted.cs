using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a provider's bytes may make a reader throw: not a fault of ours, but an answer that is none.</summary>
internal static class Untrusted
{
    public static bool IsGarbage(Exception fault) =>
        fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or InvalidDataException or OverflowException;
}
