using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Usage in Anthropic's words, where <c>input_tokens</c> leaves out what was read from the cache and written to it. A stream tells it in pieces, of which the last of each counts.</summary>
internal struct AnthropicUsage
{
    private ReportedUsage _told;

    /// <summary>Whether anything was told.</summary>
    public bool IsTold { get; private set; }

    public readonly Usage Usage => IsTold ? _told.ToUsage() : default;

    public static Usage Of(JsonElement usage)
    {
        var told = new AnthropicUsage();
        told.Take(usage);
        return told.Usage;
    }

    public void Take(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object) return;
        _told = UsageReader.Read(JsonMarshal.GetRawUtf8Value(usage), IsTold ? _told : new());
        IsTold = true;
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
}
