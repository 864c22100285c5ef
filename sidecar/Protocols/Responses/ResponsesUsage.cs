using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>The usage of a response, which counts as chat completions do, by other names.</summary>
internal static class ResponsesUsage
{
    public static Usage Read(JsonElement usage) => UsageReader.Of(usage);

    public static void Write(Usage usage, Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", usage.Input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", usage.Cached);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", usage.Output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteEndObject();
    }
}
