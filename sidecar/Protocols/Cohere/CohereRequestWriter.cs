using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Cohere;

/// <summary>Writes a request of Cohere's chat. What it would refuse is a loss, never changed in silence.</summary>
internal static class CohereRequestWriter
{
    private const int MostStops = 5;
    private const int MostTopK = 500;

    private static readonly Field[] s_unknown =
    [
        Field.Candidates, Field.LogProbs, Field.TopLogProbs, Field.User, Field.Metadata, Field.ServiceTier, Field.ParallelToolCalls,
    ];

    /// <summary>Models that never think refuse to be told how much.</summary>
    private static readonly string[] s_thoughtless = ["command-r", "command-a-03", "command-a-vision", "command-a-translate", "command-light", "command-nightly", "c4ai-"];

    public static void Write(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        json.WriteStartObject();
        json.WriteString("model", from.Model);
        if (from.Stream) json.WriteBoolean("stream", true);
        json.WriteStartArray("messages");
        foreach (var turn in from.Turns) CohereTurnWriter.Write(turn, json, losses);
        json.WriteEndArray();
        CohereToolWriter.Write(from, json, losses);
        WriteSampling(from, json, losses);
        WritePenalties(from, json, losses);
        WriteStop(from, json, losses);
        WriteThinking(from, json, losses);
        WriteOutput(from, json, losses);
        foreach (var field in s_unknown) losses.Add(from, field);
        json.WriteEndObject();
    }

    private static void WriteSampling(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.MaxTokens is { } most) json.WriteNumber("max_tokens", most);
        if (from.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (from.TopP is >= 0.01 and <= 0.99) json.WriteNumber("p", from.TopP.Value);
        else losses.Add(from, Field.TopP);
        if (from.TopK is >= 0 and <= MostTopK) json.WriteNumber("k", from.TopK.Value);
        else losses.Add(from, Field.TopK);
        if (from.Seed is >= 0) json.WriteNumber("seed", from.Seed.Value);
        else losses.Add(from, Field.Seed);
    }

    /// <summary>From 0 to 1; elsewhere they may be less, and more.</summary>
    private static void WritePenalties(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.FrequencyPenalty is >= 0 and <= 1) json.WriteNumber("frequency_penalty", from.FrequencyPenalty.Value);
        else losses.Add(from, Field.FrequencyPenalty);
        if (from.PresencePenalty is >= 0 and <= 1) json.WriteNumber("presence_penalty", from.PresencePenalty.Value);
        else losses.Add(from, Field.PresencePenalty);
    }

    private static void WriteStop(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Stop.Count > MostStops) losses.Add(from, Field.Stop);
        if (from.Stop.Count == 0) return;
        json.WriteStartArray("stop_sequences");
        foreach (var stop in from.Stop.Take(MostStops)) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void WriteThinking(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Reasoning is not { } asked) return;
        var isOff = asked.BudgetTokens == 0 || asked.Effort == "none";
        if (Array.Exists(s_thoughtless, name => from.Model.StartsWith(name, StringComparison.Ordinal)))
        {
            if (!isOff) losses.Add(from, Field.Reasoning);
            return;
        }

        json.WriteStartObject("thinking");
        json.WriteString("type", isOff ? "disabled" : "enabled");
        if (!isOff && TokensOf(asked) is { } tokens) json.WriteNumber("token_budget", tokens);
        json.WriteEndObject();
    }

    /// <summary>The budgets of efforts are the same for every provider that counts tokens; null leaves it to the model.</summary>
    private static int? TokensOf(ReasoningRequest asked) => asked switch
    {
        { BudgetTokens: > 0 } => asked.BudgetTokens,
        { Effort: "minimal" or "low" } => 1024,
        { Effort: "medium" } => 2048,
        { Effort: "high" } => 4096,
        { Effort: "xhigh" } => 8192,
        { Effort: "max" } => 16384,
        _ => null,
    };

    /// <summary>JSON is not to be had together with tools.</summary>
    private static void WriteOutput(Conversation from, Utf8JsonWriter json, Losses losses)
    {
        if (from.Output is not { } output) return;
        if (from.Tools.Count > 0)
        {
            losses.Add(from, Field.Output);
            return;
        }

        json.WriteStartObject("response_format");
        json.WriteString("type", "json_object");
        if (output.Schema.ValueKind == JsonValueKind.Object)
        {
            json.WritePropertyName("json_schema");
            output.Schema.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
