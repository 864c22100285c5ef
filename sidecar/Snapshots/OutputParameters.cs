using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// What a target's parameters make of the output that a request asks for, worked out once a snapshot: whoever reserves for a call must know what leaves, and not only what came. Names are those of all dialects together.
/// </summary>
internal sealed class OutputParameters
{
    /// <summary>The most tokens that anybody is taken to ask for.</summary>
    public const long MostTokens = 1L << 32;

    /// <summary>The most answers.</summary>
    public const long MostChoices = 128;

    private readonly ImmutableArray<OutputChange> _changes;

    private OutputParameters(ImmutableArray<OutputChange> changes) => _changes = changes;

    /// <summary>The changes; null where the rules make none.</summary>
    /// <param name="rules">The route's rule, then the target's; each is defaults, then overrides, then removal.</param>
    public static OutputParameters? Of(ImmutableArray<ParametersRule> rules)
    {
        if (rules.IsDefaultOrEmpty) return null;
        var changes = new Dictionary<OutputNames, OutputChange>();
        foreach (var rule in rules) Apply(rule, changes);
        return changes.Count == 0 ? null : new([.. changes.Values]);
    }

    /// <summary>What is asked for of this target.</summary>
    /// <param name="asked">The bound of the request itself; 0 for none.</param>
    /// <param name="choices">The answers that the request asks for; at least 1.</param>
    /// <param name="present">The members that it has.</param>
    /// <param name="binding">Of them, those that bound it.</param>
    /// <returns>The largest bound that may hold, 0 for none; the most answers; and whether any bound holds for certain.</returns>
    public (long Tokens, long Choices, bool IsBound) Apply(long asked, long choices, OutputNames present, OutputNames binding)
    {
        var isBound = false;
        foreach (var change in _changes)
        {
            if (change.IsDefault && present.HasFlag(change.Name)) continue;
            binding &= ~change.Name;
            isBound |= change.Tokens > 0;
            (asked, choices) = (Math.Max(asked, change.Tokens), Math.Max(choices, change.Choices));
        }

        return (asked, choices, isBound || binding != OutputNames.None);
    }

    private static void Apply(ParametersRule rule, Dictionary<OutputNames, OutputChange> changes)
    {
        foreach (var member in MembersOf(rule.Defaults))
        {
            if (ChangeOf(member) is not { } change) continue;
            if (!changes.TryGetValue(change.Name, out var before)) changes[change.Name] = change with { IsDefault = true };
            else if (before is { Tokens: 0, Choices: 0 }) changes[change.Name] = change; // It was taken away.
        }

        foreach (var member in MembersOf(rule.Overrides))
        {
            if (ChangeOf(member) is { } change) changes[change.Name] = change;
        }

        foreach (var name in rule.Remove ?? [])
        {
            if (NameOf(name) is { } removed) changes[removed] = new(removed, 0, 0, IsDefault: false);
        }
    }

    private static IEnumerable<JsonProperty> MembersOf(JsonElement? members) => members is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject() : [];

    private static OutputChange? ChangeOf(JsonProperty member)
    {
        if (NameOf(member.Name) is not { } name) return null;
        return name switch
        {
            OutputNames.Choices or OutputNames.BestOf => new(name, 0, Bounded(member.Value, MostChoices), IsDefault: false),
            OutputNames.GenerationConfig or OutputNames.GenerationSettings => new(name, Inner(member.Value, "maxOutputTokens", "max_output_tokens", MostTokens), Inner(member.Value, "candidateCount", "candidate_count", MostChoices), IsDefault: false),
            OutputNames.InferenceConfig => new(name, Inner(member.Value, "maxTokens", "maxTokens", MostTokens), 0, IsDefault: false),
            _ => new(name, Bounded(member.Value, MostTokens), 0, IsDefault: false),
        };
    }

    /// <summary>The member by its own spelling; null for any other.</summary>
    private static OutputNames? NameOf(string name) => name switch
    {
        "max_tokens" => OutputNames.MaxTokens,
        "max_completion_tokens" => OutputNames.MaxCompletionTokens,
        "max_output_tokens" => OutputNames.MaxOutputTokens,
        "generationConfig" => OutputNames.GenerationConfig,
        "generation_config" => OutputNames.GenerationSettings,
        "inferenceConfig" => OutputNames.InferenceConfig,
        "n" => OutputNames.Choices,
        "best_of" => OutputNames.BestOf,
        _ => null,
    };

    private static long Inner(JsonElement settings, string name, string other, long most)
    {
        if (settings.ValueKind != JsonValueKind.Object) return 0;
        var one = settings.TryGetProperty(name, out var value) ? Bounded(value, most) : 0;
        return settings.TryGetProperty(other, out value) ? Math.Max(one, Bounded(value, most)) : one;
    }

    /// <summary>A number, or a text that lenient readers take for one; 0 for anything else.</summary>
    private static long Bounded(JsonElement value, long most)
    {
        var number = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out var plain) ? plain : 0,
            JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0,
            _ => 0,
        };
        return number >= 1 ? (long)Math.Min(Math.Ceiling(number), most) : 0;
    }
}
