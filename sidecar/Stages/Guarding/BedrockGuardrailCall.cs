using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Asks a guardrail of Amazon Bedrock (ApplyGuardrail). What a model said, or asks tools for, is its OUTPUT; everything else its INPUT: where there is both, it is asked twice at the
/// same time. Whatever it would do (block, or mask) is a finding; what it would put in a text's place is not taken.
/// </summary>
internal sealed class BedrockGuardrailCall(TimeProvider clock) : CheckCall
{
    private const string Any = "GUARDRAIL";

    public override async Task<Verdict> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (question is not { Callee.Account: { } account, Check.Rule.BedrockGuardrail: { } settings }) return Verdict.Failed(Faults.NoTarget);
        var verdicts = await Task.WhenAll(question.Texts.GroupBy(text => IsOutput(text.Place))
            .Select(texts => AskAsync((account, settings), texts.Key, [.. texts], cancellationToken)));
        return verdicts.FirstOrDefault(verdict => verdict.Label is not null, verdicts.FirstOrDefault(verdict => verdict.Fault is not null));
    }

    private async Task<Verdict> AskAsync((Provider Account, BedrockGuardrailSettings Settings) at, bool isOutput, ImmutableArray<JudgedText> texts, CancellationToken cancellationToken)
    {
        var path = $"/guardrail/{Uri.EscapeDataString(at.Settings.GuardrailId)}/version/{at.Settings.Version}/apply";
        var answer = await GuardPost.SendAsync(at.Account, at.Account.UrlOf(path), json => Write(json, isOutput, texts), (clock, cancellationToken));
        return answer.Read(root => Read(root, texts[0].Place));
    }

    private static bool IsOutput(GuardPlace place) => place is GuardPlace.Output or GuardPlace.ToolArguments;

    private static void Write(Utf8JsonWriter json, bool isOutput, ImmutableArray<JudgedText> texts)
    {
        json.WriteStartObject();
        json.WriteString("source", isOutput ? "OUTPUT" : "INPUT");
        json.WriteStartArray("content");
        foreach (var text in texts)
        {
            json.WriteStartObject();
            json.WriteStartObject("text");
            json.WriteString("text", text.Text);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Verdict Read(JsonElement root, GuardPlace place) => root.GetProperty("action").GetString() switch
    {
        "NONE" => Verdict.Pass,
        "GUARDRAIL_INTERVENED" => Verdict.Found(LabelIn(root), place),
        _ => Verdict.Failed(Faults.Garbage),
    };

    /// <summary>The first policy that spoke, in the order of the API reference.</summary>
    private static string LabelIn(JsonElement root)
    {
        if (!root.TryGetProperty("assessments", out var assessments) || assessments.ValueKind != JsonValueKind.Array) return Any;
        foreach (var assessment in assessments.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
        {
            foreach (var policy in assessment.EnumerateObject())
            {
                if (LabelOf(policy) is { } label) return label;
            }
        }

        return Any;
    }

    private static string? LabelOf(JsonProperty policy) => policy.Name switch
    {
        "topicPolicy" when Acts(policy.Value, "topics") is not null => "TOPIC",
        "contentPolicy" when Acts(policy.Value, "filters") is { } filter => OfFilter(filter),
        "wordPolicy" when (Acts(policy.Value, "customWords") ?? Acts(policy.Value, "managedWordLists")) is not null => "WORD",
        "sensitiveInformationPolicy" when (Acts(policy.Value, "piiEntities") ?? Acts(policy.Value, "regexes")) is not null => "SENSITIVE",
        "contextualGroundingPolicy" when Acts(policy.Value, "filters") is not null => "GROUNDING",
        _ => null,
    };

    /// <summary>The first member of the list that did something.</summary>
    private static JsonElement? Acts(JsonElement policy, string list)
    {
        if (policy.ValueKind != JsonValueKind.Object || !policy.TryGetProperty(list, out var members) || members.ValueKind != JsonValueKind.Array) return null;
        foreach (var member in members.EnumerateArray())
        {
            if (member.ValueKind == JsonValueKind.Object && member.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.String && !action.ValueEquals("NONE"u8)) return member;
        }

        return null;
    }

    private static string OfFilter(JsonElement filter) => (filter.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
    {
        "INSULTS" => "INSULTS",
        "HATE" => "HATE",
        "SEXUAL" => "SEXUAL",
        "VIOLENCE" => "VIOLENCE",
        "MISCONDUCT" => "MISCONDUCT",
        "PROMPT_ATTACK" => "PROMPT_ATTACK",
        _ => "CONTENT",
    };
}
