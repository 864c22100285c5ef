using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Writes how much to think and which of its likeliest words to choose from, which Converse leaves to each model's own fields, and the shape of the answer.</summary>
internal static class BedrockReasoningWriter
{
    public static void Write(Conversation conversation, in BedrockSteering steering, Utf8JsonWriter json, Losses losses)
    {
        if (steering.Sampling.TopK is not null || steering.Thinking.Type is not null)
        {
            json.WriteStartObject("additionalModelRequestFields");
            if (steering.Sampling.TopK is { } topK) json.WriteNumber("top_k", topK);
            steering.Thinking.WriteTo(json, conversation.Reasoning?.Show);
            json.WriteEndObject();
        }

        WriteOutput(conversation, steering.Thinking.Effort, json, losses);
    }

    private static void WriteOutput(Conversation conversation, string? effort, Utf8JsonWriter json, Losses losses)
    {
        var output = conversation.Output;
        if (output is not null && (output.Schema.IsAbsent() || !BedrockModels.TakesSchema(conversation.Model)))
        {
            losses.Add(conversation, Field.Output);
            output = null;
        }

        if (output is null && effort is null) return;
        json.WriteStartObject("outputConfig");
        if (output is not null) WriteFormat(output, json);
        if (effort is not null) json.WriteString("effort", effort);
        json.WriteEndObject();
    }

    private static void WriteFormat(OutputFormat output, Utf8JsonWriter json)
    {
        json.WriteStartObject("textFormat");
        json.WriteString("type", "json_schema");
        json.WriteStartObject("structure");
        json.WriteStartObject("jsonSchema");
        json.WriteString("schema", JsonMarshal.GetRawUtf8Value(output.Schema));
        if (output.Name is not null) json.WriteString("name", output.Name);
        if (output.Description is { } description) description.WriteTo(json, "description");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
