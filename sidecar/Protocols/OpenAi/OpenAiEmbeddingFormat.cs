using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>OpenAI's embeddings. Lists of tokens are of one model's own vocabulary and mean nothing to another: they are not translated.</summary>
internal sealed class OpenAiEmbeddingFormat : EmbeddingFormat
{
    private const int LongestBase64 = 1 << 18;

    public override EmbeddingRequest ReadRequest(JsonElement root)
    {
        var request = new EmbeddingRequest();
        foreach (var member in root.Members(""))
        {
            if (!member.Value.IsAbsent()) Read(request, member.Name, member.Value);
        }

        return request.Texts.Count > 0 ? request : throw new UnfitFieldException("input", "must hold a text");
    }

    public override void WriteRequest(EmbeddingRequest request, Utf8JsonWriter json, Losses losses)
    {
        if (request.Purpose is not null) losses.Note("purpose"); // OpenAI's vectors are the same for all purposes.
        json.WriteStartObject();
        json.WriteString("model", request.Model);
        if (request.Single)
        {
            request.Texts[0].WriteTo(json, "input");
        }
        else
        {
            json.WriteStartArray("input");
            foreach (var text in request.Texts) text.WriteTo(json);
            json.WriteEndArray();
        }

        json.WriteString("encoding_format", request.Base64 ? "base64" : "float");
        if (request.Dimensions is { } dimensions) json.WriteNumber("dimensions", dimensions);
        if (request.User is not null) json.WriteString("user", request.User);
        json.WriteEndObject();
    }

    public override Embeddings ReadAnswer(JsonElement root)
    {
        var data = root.GetProperty("data");
        var vectors = new float[data.GetArrayLength()][];
        foreach (var (position, item) in data.EnumerateArray().Index())
        {
            var at = item.TryGetProperty("index", out var index) && index.TryGetInt32(out var told) ? told : position;
            if (at < 0 || at >= vectors.Length || vectors[at] is not null) throw new JsonException("vectors are not numbered in their order");
            vectors[at] = ReadVector(item.GetProperty("embedding"));
        }

        return new() { Model = root.Member("model").ValueKind == JsonValueKind.String ? root.Member("model").GetString() : null, Vectors = vectors, Usage = ReadUsage(root.Member("usage")) };
    }

    public override void WriteAnswer(Embeddings embeddings, EmbeddingRequest asked, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var at = 0; at < embeddings.Vectors.Count; at++) WriteItem(at, embeddings.Vectors[at], asked.Base64, json);
        json.WriteEndArray();
        json.WriteString("model", embeddings.Model ?? asked.Model);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", embeddings.Usage.Input);
        json.WriteNumber("total_tokens", embeddings.Usage.Input);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public override ProviderError? ReadError(int status, JsonElement root) => ConversationFormats.Of(WireFormat.OpenAiChat)?.ReadError(status, root);

    private static void Read(EmbeddingRequest into, string name, JsonElement value)
    {
        switch (name)
        {
            case "model":
                into.Model = value.ShortText(name);
                break;
            case "input":
                ReadInput(into, value);
                break;
            case "dimensions":
                into.Dimensions = value.Whole(name);
                break;
            case "user":
                into.User = value.ShortText(name);
                break;
            case "encoding_format":
                into.Base64 = value.ShortText(name) switch { "base64" => true, "float" => false, _ => throw new UnfitFieldException(name, "must be 'float' or 'base64'") };
                break;
            default:
                into.Unknown.Add(name);
                break;
        }
    }

    private static void ReadInput(EmbeddingRequest into, JsonElement input)
    {
        into.Single = input.ValueKind == JsonValueKind.String;
        if (into.Single)
        {
            into.Texts.Add(TextValue.From(input));
            return;
        }

        foreach (var (item, path) in input.Items("input"))
        {
            if (item.ValueKind is JsonValueKind.Number or JsonValueKind.Array) throw new UnfitFieldException(path, "must be a string: tokens are of one model alone, and this route's is another");
            into.Texts.Add(item.Text(path));
        }
    }

    private static float[] ReadVector(JsonElement embedding)
    {
        if (embedding.ValueKind == JsonValueKind.Array) return [.. embedding.EnumerateArray().Select(Untrusted.Single)];
        if (JsonMarshal.GetRawUtf8Value(embedding).Length > LongestBase64) throw new JsonException("a vector is too long");
        if (!embedding.TryGetBytesFromBase64(out var bytes)) throw new JsonException("a vector is no base64");
        var vector = new float[bytes.Length / sizeof(float)];
        for (var at = 0; at < vector.Length; at++) vector[at] = Untrusted.Finite(BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at * sizeof(float))));
        return vector;
    }

    private static void WriteItem(int index, float[] vector, bool base64, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("object", "embedding");
        json.WriteNumber("index", index);
        if (base64) WriteBase64(vector, json);
        else WriteNumbers(vector, json);
        json.WriteEndObject();
    }

    private static void WriteNumbers(float[] vector, Utf8JsonWriter json)
    {
        json.WriteStartArray("embedding");
        foreach (var value in vector) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteBase64(float[] vector, Utf8JsonWriter json)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var at = 0; at < vector.Length; at++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at * sizeof(float)), vector[at]);
        json.WriteBase64String("embedding", bytes);
    }

    private static Usage ReadUsage(JsonElement usage) =>
        usage.Member("prompt_tokens") is { ValueKind: JsonValueKind.Number } tokens && tokens.TryGetInt64(out var count) && count >= 0
            ? new(count, 0, UsageSource.Reported)
            : default;
}
