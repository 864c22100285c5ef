using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Reads a <c>generationConfig</c>.</summary>
internal static class GeminiSettingsReader
{
    public static void Read(Conversation into, JsonElement config, string path)
    {
        foreach (var (name, value, at) in config.Fields(path))
        {
            if (!ReadSampling(into, name, value, at) && !ReadShape(into, name, value, at)) into.Unknown.Add(at);
        }
    }

    private static bool ReadSampling(Conversation into, string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "temperature": return Set(into, Field.Temperature, path, into.Temperature = value.Real(path));
            case "topP": return Set(into, Field.TopP, path, into.TopP = value.Real(path));
            case "topK": return Set(into, Field.TopK, path, into.TopK = value.Integer(path));
            case "maxOutputTokens": return Set(into, Field.MaxTokens, path, into.MaxTokens = value.Integer(path));
            case "candidateCount": return Set(into, Field.Candidates, path, into.Candidates = value.Integer(path));
            case "seed": return Set(into, Field.Seed, path, into.Seed = value.Integer(path));
            case "presencePenalty": return Set(into, Field.PresencePenalty, path, into.PresencePenalty = value.Real(path));
            case "frequencyPenalty": return Set(into, Field.FrequencyPenalty, path, into.FrequencyPenalty = value.Real(path));
            case "responseLogprobs": return Set(into, Field.LogProbs, path, into.LogProbs = value.Flag(path));
            case "logprobs": return Set(into, Field.TopLogProbs, path, into.TopLogProbs = value.Integer(path));
            case "stopSequences": return Set(into, Field.Stop, path, into.Stop = [.. value.Repeated(path).Select(stop => stop.Item.ShortText(stop.Path))]);
            default: return false;
        }
    }

    private static bool ReadShape(Conversation into, string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "thinkingConfig":
                ReadThinking(into, value, path);
                return true;
            case "responseMimeType":
                return ReadMimeType(into, value.ShortText(path, 256), path);
            case "responseSchema":
                return Set(into, Field.Output, path, into.Output = new() { Schema = GeminiSchema.ToJsonSchema(value, path) });
            case "responseJsonSchema" or "_responseJsonSchema":
                return Set(into, Field.Output, path, into.Output = new() { Schema = value });
            case "responseModalities":
                return value.Repeated(path).All(mode => mode.Item.Word(mode.Path) is "TEXT" or "MODALITY_UNSPECIFIED");
            default:
                return false;
        }
    }

    private static bool ReadMimeType(Conversation into, string type, string path)
    {
        if (type is "" or "text/plain") return true;
        if (type != "application/json") return false;
        into.Output ??= new(); // A schema may have been read before.
        into.Paths.TryAdd(Field.Output, path);
        return true;
    }

    private static void ReadThinking(Conversation into, JsonElement config, string path)
    {
        var reasoning = new ReasoningRequest();
        foreach (var (name, value, at) in config.Fields(path))
        {
            if (name == "thinkingBudget") reasoning = reasoning with { BudgetTokens = value.Integer(at) };
            else if (name == "thinkingLevel") reasoning = reasoning with { Effort = EffortOf(value.Word(at), at) };
            else if (name == "includeThoughts") reasoning = reasoning with { Show = value.Flag(at) };
            else into.Unknown.Add(at);
        }

        Set(into, Field.Reasoning, path, into.Reasoning = reasoning);
    }

    private static string? EffortOf(string level, string path) => level switch
    {
        "THINKING_LEVEL_UNSPECIFIED" => null,
        "MINIMAL" or "LOW" or "MEDIUM" or "HIGH" => level.ToLowerInvariant(),
        _ => throw new UnfitFieldException(path, "is no thinking level"),
    };

    private static bool Set<T>(Conversation into, Field field, string path, T value)
    {
        into.Paths[field] = path;
        return value is not null;
    }
}
