using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>Reads what a request sets beside its messages and tools. Of the model's own fields Anthropic's are known; the others are named.</summary>
internal static class BedrockSettingsReader
{
    /// <summary>False for a member that is none of Converse's, or has no place in the model.</summary>
    public static bool TryRead(JsonProperty member, Conversation conversation)
    {
        Action<JsonProperty, string, Conversation>? read = member.Name switch
        {
            "inferenceConfig" => ReadInference,
            "additionalModelRequestFields" => ReadAdditional,
            "outputConfig" => ReadOutput,
            "serviceTier" => ReadTier,
            _ => null,
        };
        if (member.Name == "requestMetadata")
        {
            conversation.Metadata = member.Value;
            conversation.Paths[Field.Metadata] = member.Name;
            return true;
        }

        if (read is null) return false;
        foreach (var inner in member.Value.Members(member.Name))
            if (!inner.Value.IsAbsent())
                read(inner, $"{member.Name}.{inner.Name}", conversation);
        return true;
    }

    private static void ReadInference(JsonProperty member, string path, Conversation conversation)
    {
        switch (member.Name)
        {
            case "maxTokens":
                conversation.MaxTokens = member.Value.Whole(path);
                conversation.Paths[Field.MaxTokens] = path;
                break;
            case "temperature":
                conversation.Temperature = member.Value.Number(path);
                conversation.Paths[Field.Temperature] = path;
                break;
            case "topP":
                conversation.TopP = member.Value.Number(path);
                conversation.Paths[Field.TopP] = path;
                break;
            case "stopSequences":
                conversation.Stop = [.. member.Value.Items(path).Select(item => item.Item.ShortText(item.Path))];
                conversation.Paths[Field.Stop] = path;
                break;
            default:
                conversation.Unknown.Add(path);
                break;
        }
    }

    private static void ReadAdditional(JsonProperty member, string path, Conversation conversation)
    {
        if (member.Name == "top_k")
        {
            conversation.TopK = member.Value.Whole(path);
            conversation.Paths[Field.TopK] = path;
        }
        else if (member.Name == "thinking") ReadThinking(member.Value, path, conversation);
        else conversation.Unknown.Add(path);
    }

    private static void ReadThinking(JsonElement thinking, string path, Conversation conversation)
    {
        var read = conversation.Reasoning ?? new();
        foreach (var member in thinking.Members(path))
        {
            var place = $"{path}.{member.Name}";
            if (member.NameEquals("type")) read = read with { BudgetTokens = member.Value.ShortText(place, 64) switch { "disabled" => 0, "adaptive" => -1, _ => read.BudgetTokens } };
            else if (member.NameEquals("budget_tokens")) read = read with { BudgetTokens = member.Value.Whole(place) };
            else if (member.NameEquals("display")) read = read with { Show = member.Value.ShortText(place, 64) != "omitted" };
            else conversation.Unknown.Add(place);
        }

        conversation.Reasoning = read;
        conversation.Paths[Field.Reasoning] = path;
    }

    private static void ReadTier(JsonProperty member, string path, Conversation conversation)
    {
        if (member.Name == "type") (conversation.ServiceTier, conversation.Paths[Field.ServiceTier]) = (member.Value.ShortText(path, 64), path);
        else conversation.Unknown.Add(path);
    }

    private static void ReadOutput(JsonProperty member, string path, Conversation conversation)
    {
        if (member.Name == "effort")
        {
            conversation.Reasoning = (conversation.Reasoning ?? new()) with { Effort = member.Value.ShortText(path, 64) };
            conversation.Paths.TryAdd(Field.Reasoning, path);
        }
        else if (member.Name == "textFormat") ReadFormat(member.Value, path, conversation);
        else conversation.Unknown.Add(path);
    }

    private static void ReadFormat(JsonElement format, string path, Conversation conversation)
    {
        foreach (var member in format.Members(path))
            if (member.Name is not ("type" or "structure"))
                conversation.Unknown.Add($"{path}.{member.Name}");
        var schema = format.Member("structure").Member("jsonSchema");
        var output = new OutputFormat();
        foreach (var member in schema.Members($"{path}.structure.jsonSchema"))
        {
            var place = $"{path}.structure.jsonSchema.{member.Name}";
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("schema")) output = output with { Schema = Schema(member.Value, place) };
            else if (member.NameEquals("name")) output = output with { Name = member.Value.ShortText(place) };
            else if (member.NameEquals("description")) output = output with { Description = member.Value.Text(place) };
            else conversation.Unknown.Add(place);
        }

        conversation.Output = output;
        conversation.Paths[Field.Output] = path;
    }

    /// <summary>Converse wants the schema as a text of its own.</summary>
    private static JsonElement Schema(JsonElement text, string path)
    {
        try
        {
            using var schema = JsonDocument.Parse(text.Decoded(path), new JsonDocumentOptions { MaxDepth = Translation.MaxDepth });
            return schema.RootElement.ValueKind == JsonValueKind.Object ? schema.RootElement.Clone() : throw new UnfitFieldException(path, "must be the text of a JSON object");
        }
        catch (JsonException)
        {
            throw new UnfitFieldException(path, "must be the text of a JSON object");
        }
    }
}
