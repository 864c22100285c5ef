using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>Reads how much to think, and the form of the answer: <c>thinking</c> and <c>output_config</c>, which belong together.</summary>
internal static class AnthropicReasoningReader
{
    /// <summary>False where the member is none of these.</summary>
    public static bool Take(Conversation to, JsonProperty member)
    {
        switch (member.Name)
        {
            case "thinking":
                ReadThinking(to, member.Value);
                return true;
            case "output_config":
                ReadConfig(to, member.Value);
                return true;
            case "output_format":
                ReadFormat(to, member.Value, "output_format");
                return true;
            default:
                return false;
        }
    }

    private static void ReadThinking(Conversation to, JsonElement thinking)
    {
        foreach (var member in thinking.Members("thinking"))
        {
            if (member.Name is not ("type" or "budget_tokens" or "display") && !member.Value.IsAbsent()) to.Unknown.Add($"thinking.{member.Name}");
        }

        var type = thinking.Member("type").ShortText("thinking.type");
        int? budget = type switch
        {
            "enabled" => thinking.Member("budget_tokens").Whole("thinking.budget_tokens"),
            "adaptive" => -1,
            "disabled" => 0,
            _ => null,
        };
        if (budget is null)
        {
            to.Unknown.Add("thinking.type");
            return;
        }

        to.Reasoning = (to.Reasoning ?? new()) with { BudgetTokens = budget, Show = ReadShow(thinking.Member("display")) };
        to.Paths[Field.Reasoning] = "thinking";
    }

    private static bool? ReadShow(JsonElement display)
    {
        if (display.IsAbsent()) return null;
        return display.ShortText("thinking.display") switch
        {
            "summarized" => true,
            "omitted" => false,
            _ => throw new UnfitFieldException("thinking.display", "must be summarized or omitted"),
        };
    }

    private static void ReadConfig(Conversation to, JsonElement config)
    {
        foreach (var member in config.Members("output_config"))
        {
            if (member.Value.IsAbsent()) continue;
            if (member.NameEquals("format"u8)) ReadFormat(to, member.Value, "output_config.format");
            else if (member.NameEquals("effort"u8)) ReadEffort(to, member.Value);
            else to.Unknown.Add($"output_config.{member.Name}");
        }
    }

    private static void ReadEffort(Conversation to, JsonElement effort)
    {
        var word = effort.ShortText("output_config.effort");
        if (word is not ("low" or "medium" or "high" or "xhigh" or "max"))
            throw new UnfitFieldException("output_config.effort", "must be low, medium, high, xhigh or max");
        to.Reasoning = (to.Reasoning ?? new()) with { Effort = word };
        to.Paths.TryAdd(Field.Reasoning, "output_config.effort");
    }

    private static void ReadFormat(Conversation to, JsonElement format, string path)
    {
        foreach (var member in format.Members(path))
        {
            if (member.Name is not ("type" or "schema" or "name") && !member.Value.IsAbsent()) to.Unknown.Add($"{path}.{member.Name}");
        }

        if (format.Member("type").ShortText($"{path}.type") != "json_schema") throw new UnfitFieldException($"{path}.type", "must be json_schema");
        var (schema, name) = (format.Member("schema"), format.Member("name"));
        _ = schema.Members($"{path}.schema");
        to.Output = new() { Schema = schema, Name = name.IsAbsent() ? null : name.ShortText($"{path}.name"), Strict = true };
        to.Paths[Field.Output] = path;
    }
}
