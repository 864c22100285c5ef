using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>
/// How much a model is told to think, decided so that the provider need not refuse it: a budget is at least 1024 tokens and below <c>max_tokens</c>, does not go with a forced tool,
/// and, within a round of tools, wants the thoughts that led to it back.
/// </summary>
/// <param name="Type">enabled, adaptive or disabled; null for nothing said.</param>
/// <param name="Budget">The tokens to think with, which are part of <c>max_tokens</c>.</param>
/// <param name="Effort">The word of <c>output_config.effort</c>; null for nothing said.</param>
internal readonly record struct AnthropicThinking(string? Type, int Budget, string? Effort)
{
    public const int LeastBudget = 1024;
    private const string Usual = "medium";

    /// <summary>Whether thinking is switched on.</summary>
    public bool IsOn => Type is "enabled" or "adaptive";

    /// <param name="from">Who asks.</param>
    /// <param name="model">Who is asked.</param>
    /// <param name="losses">What it cannot.</param>
    /// <param name="maker">Whose signatures the provider takes back: a constant of <see cref="Signature"/>.</param>
    public static AnthropicThinking Of(Conversation from, AnthropicModel model, Losses losses, string maker = Signature.Anthropic)
    {
        if (from.Reasoning is not { } asked) return default;
        if (asked.BudgetTokens == 0 || asked.Effort == "none") return Off(from, model, losses);
        if (!model.Thinks) return Lost(from, losses);
        return model.TakesEffort && !(model.TakesBudget && asked.BudgetTokens > 0) ? Adaptive(from, asked, model, losses) : Manual(from, asked, losses, maker);
    }

    public void WriteTo(Utf8JsonWriter json, bool? show)
    {
        if (Type is null) return;
        json.WriteStartObject("thinking");
        json.WriteString("type", Type);
        if (Type == "enabled") json.WriteNumber("budget_tokens", Budget);
        if (IsOn && show is { } visible) json.WriteString("display", visible ? "summarized" : "omitted");
        json.WriteEndObject();
    }

    private static AnthropicThinking Off(Conversation from, AnthropicModel model, Losses losses)
    {
        if (model.TakesBudget || !model.Thinks) return default;
        return model.CanNotThink ? new("disabled", 0, null) : Lost(from, losses);
    }

    private static AnthropicThinking Lost(Conversation from, Losses losses)
    {
        losses.Add(from, Field.Reasoning);
        return default;
    }

    private static AnthropicThinking Adaptive(Conversation from, ReasoningRequest asked, AnthropicModel model, Losses losses)
    {
        var wanted = asked.Effort ?? (asked.BudgetTokens > 0 ? EffortOf(asked.BudgetTokens.Value) : null);
        var effort = wanted is null ? null : model.EffortOf(wanted);
        var isForced = IsForced(from);
        if ((isForced || effort != wanted) && from.Paths.TryGetValue(Field.Reasoning, out var path)) losses.Note(path);
        return new(isForced ? null : "adaptive", TokensOf(effort ?? Usual), effort);
    }

    private static AnthropicThinking Manual(Conversation from, ReasoningRequest asked, Losses losses, string maker)
    {
        if (IsForced(from) || from.MaxTokens <= LeastBudget) return Lost(from, losses);
        if (LacksThoughts(from, maker))
        {
            if (from.Paths.TryGetValue(Field.Reasoning, out var path)) losses.Note(path);
            return default;
        }

        var budget = asked.BudgetTokens > 0 ? asked.BudgetTokens.Value : TokensOf(asked.Effort ?? Usual);
        var most = from.MaxTokens is not { } max ? budget : asked.BudgetTokens > 0 ? max - 1 : Math.Max(LeastBudget, max / 2);
        return new("enabled", Math.Max(LeastBudget, Math.Min(budget, most)), null);
    }

    private static bool IsForced(Conversation from) => from.ToolChoice?.Mode is ToolChoiceMode.Required or ToolChoiceMode.Named;

    /// <summary>Whether tools were just called by a turn whose thoughts the agent's dialect could not keep: with a budget the provider refuses that.</summary>
    private static bool LacksThoughts(Conversation from, string maker)
    {
        if (from.Turns.Count == 0 || !from.Turns[^1].Parts.Any(part => part is ToolResultPart)) return false;
        var last = from.Turns.FindLast(turn => turn.Role == Role.Assistant);
        return last is not null && !last.Parts.Any(part => part is ReasoningPart thought && (thought.Sealed ?? thought.Signature)?.Origin == maker);
    }

    private static int TokensOf(string effort) => effort switch
    {
        "minimal" or "low" => 1024,
        "high" => 4096,
        "xhigh" => 8192,
        "max" => 16384,
        _ => 2048,
    };

    private static string EffortOf(int tokens) => tokens switch
    {
        <= 1024 => "low",
        <= 2048 => "medium",
        <= 4096 => "high",
        <= 8192 => "xhigh",
        _ => "max",
    };
}
