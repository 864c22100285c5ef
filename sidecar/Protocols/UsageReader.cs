using System.Text.Json;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Reads a usage object in the words of any dialect: their names do not clash. What it finds is added to what earlier events of the same answer told, because
/// Anthropic tells of input first and of output last.
/// </summary>
internal static class UsageReader
{
    /// <summary>The usage so far; unchanged where the text is none.</summary>
    public static ReportedUsage Read(ReadOnlySpan<byte> utf8, ReportedUsage soFar)
    {
        try
        {
            var usage = soFar;
            var json = new Utf8JsonReader(utf8);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName) Take(ref json, ref usage);
            }

            return usage;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return soFar;
        }
    }

    private static void Take(ref Utf8JsonReader json, ref ReportedUsage usage)
    {
        var name = json.HasValueSequence ? default : json.ValueSpan;
        if (!json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var count) || count < 0) return;
        if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8) || name.SequenceEqual("inputTokens"u8)
            || name.SequenceEqual("promptTokenCount"u8)) usage.Input = count;
        else if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8) || name.SequenceEqual("outputTokens"u8)
            || name.SequenceEqual("candidatesTokenCount"u8)) usage.Output = count;
        else if (name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("cachedContentTokenCount"u8)) usage.Cached = count;
        else if (name.SequenceEqual("cache_read_input_tokens"u8) || name.SequenceEqual("cacheReadInputTokens"u8)) usage.CacheReadBeside = count;
        else if (name.SequenceEqual("cache_creation_input_tokens"u8) || name.SequenceEqual("cacheWriteInputTokens"u8)) usage.CacheWriteBeside = count;
        else if (name.SequenceEqual("reasoning_tokens"u8)) usage.Reasoning = count;
        else if (name.SequenceEqual("thoughtsTokenCount"u8)) usage.ReasoningBeside = count;
        else if (name.SequenceEqual("toolUsePromptTokenCount"u8)) usage.ToolsBeside = count;
    }
}
