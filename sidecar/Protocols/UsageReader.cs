using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Reads a usage object in OpenAI's words: <c>prompt_tokens</c>, <c>completion_tokens</c> and their details.</summary>
internal static class UsageReader
{
    /// <summary>The usage, or null where it is none.</summary>
    public static Usage? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var usage = new Usage(-1, 0, UsageSource.Reported);
            var json = new Utf8JsonReader(utf8);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName) usage = Take(ref json, usage);
            }

            return usage.Input < 0 ? null : usage;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Usage Take(ref Utf8JsonReader json, Usage usage)
    {
        if (json.ValueTextEquals("prompt_tokens"u8)) return usage with { Input = Count(ref json) };
        if (json.ValueTextEquals("completion_tokens"u8)) return usage with { Output = Math.Max(0, Count(ref json)) };
        if (json.ValueTextEquals("cached_tokens"u8)) return usage with { Cached = Math.Max(0, Count(ref json)) };
        if (json.ValueTextEquals("reasoning_tokens"u8)) return usage with { Reasoning = Math.Max(0, Count(ref json)) };
        return usage;
    }

    private static long Count(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) ? count : -1;
}
