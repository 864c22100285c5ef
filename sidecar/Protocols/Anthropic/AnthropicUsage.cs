using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Usage in Anthropic's words, where <c>input_tokens</c> leaves out what was read from the cache and written to it. A stream tells it in pieces, of which the last of each counts.</summary>
internal struct AnthropicUsage
{
    private long _input;
    private long _output;
    private long _cacheRead;
    private long _cacheWrite;
    private long _thinking;

    /// <summary>Whether anything was told.</summary>
    public bool IsTold { get; private set; }

    public readonly Usage Usage => IsTold
        ? new(_input + _cacheRead + _cacheWrite, _output, UsageSource.Reported) { Cached = _cacheRead, CacheWrite = _cacheWrite, Reasoning = _thinking }
        : default;

    public static Usage Of(JsonElement usage)
    {
        var told = new AnthropicUsage();
        told.Take(usage);
        return told.Usage;
    }

    public void Take(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object) return;
        IsTold = true;
        Take(usage, "input_tokens", ref _input);
        Take(usage, "output_tokens", ref _output);
        Take(usage, "cache_read_input_tokens", ref _cacheRead);
        Take(usage, "cache_creation_input_tokens", ref _cacheWrite);
        Take(usage.Member("output_tokens_details"), "thinking_tokens", ref _thinking);
    }

    public static void Write(Utf8JsonWriter json, in Usage usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", Math.Max(0, usage.Input - usage.Cached - usage.CacheWrite));
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWrite);
        json.WriteNumber("cache_read_input_tokens", usage.Cached);
        json.WriteNumber("output_tokens", usage.Output);
        if (usage.Reasoning > 0)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("thinking_tokens", usage.Reasoning);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Take(JsonElement usage, string name, ref long count)
    {
        if (usage.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var told) && told is >= 0 and <= MostTokens) count = told;
    }

    /// <summary>Above, it is no count, and sums could overflow.</summary>
    private const long MostTokens = 1L << 40;
}
