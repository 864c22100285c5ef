using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Writes how much to think, which of its likeliest words to choose from, and the shape of the answer. The first two Converse leaves to each model's own fields, of which
/// Anthropic's are known here: budgets of tokens for its older models, an effort for those after them.
/// </summary>
internal static class BedrockReasoningWriter
{
    private const int LeastBudget = 1024;

    public static void Write(Conversation conversation, Utf8JsonWriter json, Losses losses)
    {
        var thinking = ThinkingOf(conversation, losses);
        var topK = conversation.TopK;
        if (topK is not null && !BedrockModels.IsClaude(conversation.Model))
        {
            losses.Add(conversation, Field.TopK);
            topK = null;
        }

        if (topK is not null || thinking.Type is not null)
        {
            json.WriteStartObject("additionalModelRequestFields");
            if (topK is not null) json.WriteNumber("top_k", topK.Value);
            if (thinking.Type is not null) WriteThinking(thinking, conversation.Reasoning!.Show, json);
            json.WriteEndObject();
        }

        WriteOutput(conversation, thinking.Effort, json, losses);
    }

    /// <summary>What an effort means in tokens to a model that has no efforts; always less than the whole answer may have.</summary>
    private static int? BudgetOf(string effort, int? maxTokens)
    {
        var budget = effort switch { "minimal" or "low" => LeastBudget, "medium" => 4096, "high" => 16384, _ => 32768 };
        if (maxTokens is null) return budget;
        return maxTokens > LeastBudget ? Math.Min(budget, maxTokens.Value - 1) : null;
    }

    private static (string? Type, int Budget, string? Effort) ThinkingOf(Conversation conversation, Losses losses)
    {
        if (conversation.Reasoning is not { } reasoning || reasoning is { Effort: null, BudgetTokens: null }) return default;
        if (reasoning.BudgetTokens == 0 || (reasoning.BudgetTokens is null && reasoning.Effort == "none")) return default; // It thinks where it is told to alone.
        if (!BedrockModels.Thinks(conversation.Model)) return Lost(conversation, losses);
        var byBudget = BedrockModels.ThinksByBudget(conversation.Model);
        var effort = byBudget ? null : reasoning.Effort == "minimal" ? "low" : reasoning.Effort;
        if (reasoning.BudgetTokens is > 0 and var tokens) return ("enabled", tokens, effort);
        if (!byBudget) return ("adaptive", 0, effort);
        return BudgetOf(reasoning.Effort ?? "medium", conversation.MaxTokens) is { } budget ? ("enabled", budget, null) : Lost(conversation, losses);
    }

    private static (string? Type, int Budget, string? Effort) Lost(Conversation conversation, Losses losses)
    {
        losses.Add(conversation, Field.Reasoning);
        return default;
    }

    private static void WriteThinking((string? Type, int Budget, string? Effort) thinking, bool? show, Utf8JsonWriter json)
    {
        json.WriteStartObject("thinking");
        json.WriteString("type", thinking.Type);
        if (thinking.Budget > 0) json.WriteNumber("budget_tokens", thinking.Budget);
        else if (show is not null) json.WriteString("display", show.Value ? "summarized" : "omitted");
        json.WriteEndObject();
    }

    private static void WriteOutput(Conversation conversation, string? effort, Utf8JsonWriter json, Losses losses)
    {
        var output = conversation.Output;
        if (output is not null && output.Schema.IsAbsent())
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
