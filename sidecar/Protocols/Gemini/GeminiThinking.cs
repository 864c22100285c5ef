using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// Writes a <c>thinkingConfig</c>. Models before Gemini 3 take tokens and refuse levels; the tokens for an effort are those of Google's own endpoint in OpenAI's
/// dialect. Level and budget together are refused by all.
/// </summary>
internal static class GeminiThinking
{
    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Reasoning is not { } reasoning) return;
        json.WriteStartObject("thinkingConfig");
        if (reasoning.BudgetTokens is { } budget) json.WriteNumber("thinkingBudget", budget);
        else if (reasoning.Effort is { } effort) WriteEffort(from, effort, json, losses);
        if (reasoning.Show is { } show) json.WriteBoolean("includeThoughts", show);
        json.WriteEndObject();
    }

    private static void WriteEffort(Conversation from, string effort, Utf8JsonWriter json, Losses losses)
    {
        if (effort is "xhigh" or "max" && from.Paths.TryGetValue(Field.Reasoning, out var path)) losses.Note(path); // High is the highest.
        if (effort == "none") json.WriteNumber("thinkingBudget", 0);
        else if (GeminiModels.IsBefore3(from.Model)) json.WriteNumber("thinkingBudget", TokensOf(effort));
        else json.WriteString("thinkingLevel", effort is "minimal" or "low" or "medium" ? effort : "high");
    }

    private static int TokensOf(string effort) => effort switch
    {
        "minimal" or "low" => 1024,
        "medium" => 8192,
        _ => 24576,
    };
}
