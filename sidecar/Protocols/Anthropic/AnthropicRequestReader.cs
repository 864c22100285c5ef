using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads a request of Messages, or of its count of tokens. What it does not know it names.</summary>
internal static class AnthropicRequestReader
{
    public static Conversation Read(JsonElement root)
    {
        var to = new Conversation { StreamUsage = true };
        var cache = default(JsonElement);
        foreach (var member in root.Members("body"))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("cache_control"u8)) cache = member.Value;
            else if (!TakeSetting(to, member) && !TakeContent(to, member)) to.Unknown.Add(member.Name);
        }

        if (root.Member("messages").IsAbsent()) throw new UnfitFieldException("messages", "is missing");
        OrderSystemFirst(to);
        if (!cache.IsAbsent()) CacheLast(to, cache);
        return to;
    }

    private static bool TakeContent(Conversation to, JsonProperty member)
    {
        switch (member.Name)
        {
            case "model":
                to.Model = member.Value.ShortText("model");
                return true;
            case "stream":
                to.Stream = member.Value.Flag("stream");
                return true;
            case "system":
                to.Turns.Add(new() { Role = Role.System, Path = "system", Parts = AnthropicPartReader.ReadContent(to, member.Value, "system") });
                return true;
            case "messages":
                foreach (var (message, path) in member.Value.Items("messages")) to.Turns.Add(ReadTurn(to, message, path));
                return true;
            case "tools":
                AnthropicToolReader.ReadTools(to, member.Value);
                return true;
            case "tool_choice":
                AnthropicToolReader.ReadChoice(to, member.Value);
                return true;
            default:
                return member.Name == "anthropic_version";
        }
    }

    private static bool TakeSetting(Conversation to, JsonProperty member)
    {
        var (name, value) = (member.Name, member.Value);
        switch (name)
        {
            case "max_tokens":
                to.MaxTokens = value.Whole(name);
                return Note(to, Field.MaxTokens, name);
            case "temperature":
                to.Temperature = value.Number(name);
                return Note(to, Field.Temperature, name);
            case "top_p":
                to.TopP = value.Number(name);
                return Note(to, Field.TopP, name);
            case "top_k":
                to.TopK = value.Whole(name);
                return Note(to, Field.TopK, name);
            case "stop_sequences":
                to.Stop = [.. value.Items(name).Select(stop => stop.Item.ShortText(stop.Path, MostOfStop))];
                return to.Stop.Count == 0 || Note(to, Field.Stop, name);
            case "service_tier":
                return TakeTier(to, value);
            case "metadata":
                return TakeMetadata(to, value);
            default:
                return AnthropicReasoningReader.Take(to, member);
        }
    }

    private const int MostOfStop = 16384;

    /// <summary>In the neutral words, which are OpenAI's: without priority is its default.</summary>
    private static bool TakeTier(Conversation to, JsonElement value)
    {
        var tier = value.ShortText("service_tier");
        if (tier == "auto") return true;
        to.ServiceTier = tier == AnthropicWords.StandardOnly ? AnthropicWords.DefaultTier : tier;
        return Note(to, Field.ServiceTier, "service_tier");
    }

    private static bool TakeMetadata(Conversation to, JsonElement value)
    {
        foreach (var member in value.Members("metadata"))
        {
            if (member.Value.IsAbsent()) continue;
            if (!member.NameEquals("user_id"u8))
            {
                to.Unknown.Add($"metadata.{member.Name}");
                continue;
            }

            to.User = member.Value.ShortText("metadata.user_id");
            Note(to, Field.User, "metadata.user_id");
        }

        return true;
    }

    private static bool Note(Conversation to, Field field, string name)
    {
        to.Paths[field] = name;
        return true;
    }

    private static Turn ReadTurn(Conversation to, JsonElement message, string path)
    {
        var role = message.Member("role").ShortText($"{path}.role") switch
        {
            "user" => Role.User,
            "assistant" => Role.Assistant,
            "system" => Role.System,
            _ => throw new UnfitFieldException($"{path}.role", "must be user, assistant or system"),
        };
        foreach (var member in message.EnumerateObject())
        {
            if (member.Name is not ("role" or "content") && !member.Value.IsAbsent()) to.Unknown.Add($"{path}.{member.Name}");
        }

        return new() { Role = role, Path = path, Parts = AnthropicPartReader.ReadContent(to, message.Member("content"), $"{path}.content") };
    }

    /// <summary>The system prompt comes first, wherever it stands in the object.</summary>
    private static void OrderSystemFirst(Conversation to)
    {
        var at = to.Turns.FindIndex(turn => turn.Path == "system");
        if (at <= 0) return;
        var system = to.Turns[at];
        to.Turns.RemoveAt(at);
        to.Turns.Insert(0, system);
    }

    /// <summary>A mark on the whole request means its last block.</summary>
    private static void CacheLast(Conversation to, JsonElement cache)
    {
        var at = to.Turns.FindLastIndex(turn => turn.Parts.Count > 0);
        if (at < 0) return;
        var turn = to.Turns[at];
        if (turn.Parts[^1].CacheControl.IsAbsent())
            to.Turns[at] = turn with { Parts = [.. turn.Parts.SkipLast(1), turn.Parts[^1] with { CacheControl = cache }] };
    }
}
