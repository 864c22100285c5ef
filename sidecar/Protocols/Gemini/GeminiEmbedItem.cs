using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>One EmbedContentRequest, alone or in a batch, and the vector that answers it.</summary>
internal static class GeminiEmbedItem
{
    /// <summary>Adds it to the request; what another item of the batch said differently has no place.</summary>
    public static void Read(EmbeddingRequest into, JsonElement item, string path)
    {
        TextValue? text = null;
        var isFirst = into.Texts.Count == 0;
        foreach (var (name, value, at) in item.Fields(path))
        {
            if (name == "content") text = ReadContent(into, value, at);
            else if (name == "taskType") ReadPurpose(into, value, at, isFirst);
            else if (name == "outputDimensionality") ReadDimensions(into, value, at, isFirst);
            else if (name != "model") into.Unknown.Add(at); // The path says the model.
        }

        into.Texts.Add(text ?? throw new UnfitFieldException(path.Length == 0 ? "content" : $"{path}.content", "must hold a text"));
    }

    public static void WriteMembers(EmbeddingRequest from, TextValue text, Utf8JsonWriter json)
    {
        json.WriteString("model", GeminiModels.ResourceOf(from.Model));
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
        json.WriteStartObject();
        text.WriteTo(json, "text");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (from.Purpose is { } purpose && GeminiPurposes.Write(purpose) is { } type) json.WriteString("taskType", type);
        if (from.Dimensions is { } dimensions) json.WriteNumber("outputDimensionality", dimensions);
    }

    /// <summary>What no form of Gemini's embeddings has a place for.</summary>
    public static void Lose(EmbeddingRequest from, Losses losses)
    {
        if (from.User is not null) losses.Add("user");
        if (from.Purpose is { } purpose && GeminiPurposes.Write(purpose) is null) losses.Add("input_type");
    }

    public static float[] ReadVector(JsonElement embedding) => [.. embedding.GetProperty("values").EnumerateArray().Select(Untrusted.Single)];

    public static void WriteVector(float[] vector, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("values");
        foreach (var value in vector) json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static Usage ReadUsage(JsonElement root) => GeminiUsage.Read(root) ?? default;

    private static TextValue ReadContent(EmbeddingRequest into, JsonElement content, string path)
    {
        TextValue? text = null;
        foreach (var (name, value, at) in content.Fields(path))
        {
            if (name != "parts" && name != "role") into.Unknown.Add(at);
            if (name != "parts") continue;
            foreach (var (member, data, place) in value.Repeated(at).SelectMany(part => part.Item.Fields(part.Path)))
            {
                if (member == "text" && text is null) text = data.Text(place);
                else into.Unknown.Add(place);
            }
        }

        return text ?? throw new UnfitFieldException($"{path}.parts", "must hold a text");
    }

    private static void ReadPurpose(EmbeddingRequest into, JsonElement value, string path, bool isFirst)
    {
        var purpose = GeminiPurposes.Read(value.Word(path));
        if (isFirst) into.Purpose = purpose;
        else if (into.Purpose != purpose) into.Unknown.Add(path);
    }

    private static void ReadDimensions(EmbeddingRequest into, JsonElement value, string path, bool isFirst)
    {
        var dimensions = value.Integer(path);
        if (isFirst) into.Dimensions = dimensions;
        else if (into.Dimensions != dimensions) into.Unknown.Add(path);
    }
}
