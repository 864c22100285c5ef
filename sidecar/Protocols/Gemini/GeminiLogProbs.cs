using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Log probabilities: Gemini's two lists, the chosen and the top ones a step, and OpenAI's one list of both.</summary>
internal static class GeminiLogProbs
{
    /// <summary>In OpenAI's shape; undefined for none.</summary>
    public static JsonElement Read(JsonElement result)
    {
        var chosen = result.Member("chosenCandidates");
        if (chosen.ValueKind != JsonValueKind.Array) return default;
        var tops = result.Member("topCandidates");
        var text = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("content");
            var at = 0;
            foreach (var token in chosen.EnumerateArray()) ReadStep(token, TopAt(tops, at++), json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(text.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes the member, where there is anything to write.</summary>
    public static void Write(JsonElement logProbs, Utf8JsonWriter json)
    {
        var steps = logProbs.Member("content");
        if (steps.ValueKind != JsonValueKind.Array) return;
        json.WriteStartObject("logprobsResult");
        json.WriteStartArray("chosenCandidates");
        foreach (var step in steps.EnumerateArray()) WriteToken(step, json);
        json.WriteEndArray();
        json.WriteStartArray("topCandidates");
        foreach (var step in steps.EnumerateArray()) WriteTop(step.Member("top_logprobs"), json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static JsonElement TopAt(JsonElement tops, int at) =>
        tops.ValueKind == JsonValueKind.Array && at < tops.GetArrayLength() ? tops[at].Member("candidates") : default;

    private static void ReadStep(JsonElement token, JsonElement top, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        ReadToken(token, json);
        json.WriteStartArray("top_logprobs");
        if (top.ValueKind == JsonValueKind.Array)
        {
            foreach (var other in top.EnumerateArray())
            {
                json.WriteStartObject();
                ReadToken(other, json);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void ReadToken(JsonElement token, Utf8JsonWriter json)
    {
        var text = token.Member("token").IsAbsent() ? "" : token.Member("token").GetString()!;
        json.WriteString("token", text);
        json.WriteNumber("logprob", LogProbOf(token.Member("logProbability")));
        json.WriteStartArray("bytes");
        foreach (var unit in Encoding.UTF8.GetBytes(text)) json.WriteNumberValue(unit);
        json.WriteEndArray();
    }

    private static void WriteTop(JsonElement top, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        if (top.ValueKind == JsonValueKind.Array)
        {
            foreach (var token in top.EnumerateArray()) WriteToken(token, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteToken(JsonElement token, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (token.Member("token") is { ValueKind: JsonValueKind.String } text) TextValue.From(text).WriteTo(json, "token");
        json.WriteNumber("logProbability", LogProbOf(token.Member("logprob")));
        json.WriteEndObject();
    }

    /// <summary>Absent is protobuf's zero.</summary>
    private static double LogProbOf(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : 0;
}
