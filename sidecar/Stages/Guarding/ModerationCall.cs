using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>Asks OpenAI's moderation endpoint (POST /moderations): each text is an input of its own, and its result stands at the same place of the answer.</summary>
internal sealed class ModerationCall(TimeProvider clock) : CheckCall
{
    private const string DefaultModel = "omni-moderation-latest";

    /// <summary>What stands for a category that this version does not know.</summary>
    private const string Another = "MODERATION";

    /// <summary>The categories of omni-moderation, and of the older models; what they are called here.</summary>
    private static readonly FrozenDictionary<string, string> s_labels = new[]
    {
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual",
        "sexual/minors", "violence", "violence/graphic",
    }.ToFrozenDictionary(name => name, name => name.ToUpperInvariant().Replace('/', '_').Replace('-', '_'), StringComparer.Ordinal);

    public override async Task<Verdict> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (question is not { Callee.Account: { } account, Check.Rule.OpenAiModeration: { } settings }) return Verdict.Failed(Faults.NoTarget);
        var answer = await GuardPost.SendAsync(account, account.UrlOf("/moderations"), json => Write(json, question, settings), (clock, cancellationToken));
        return answer.Read(root => Read(root, question, settings));
    }

    private static void Write(Utf8JsonWriter json, Question question, ModerationSettings settings)
    {
        json.WriteStartObject();
        json.WriteString("model", settings.Model ?? DefaultModel);
        json.WriteStartArray("input");
        foreach (var text in question.Texts) json.WriteStringValue(text.Text);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Verdict Read(JsonElement root, Question question, ModerationSettings settings)
    {
        var results = root.GetProperty("results");
        if (results.GetArrayLength() != question.Texts.Length) return Verdict.Failed(Faults.Garbage);
        for (var at = 0; at < question.Texts.Length; at++)
        {
            if (LabelOf(results[at], settings) is { } label) return Verdict.Found(label, question.Texts[at].Place);
        }

        return Verdict.Pass;
    }

    /// <summary>The worst of the categories that count; null where none does.</summary>
    private static string? LabelOf(JsonElement result, ModerationSettings settings)
    {
        var flagged = result.GetProperty("flagged").GetBoolean();
        var (worst, highest) = ((string?)null, -1d);
        var categories = result.GetProperty("categories");
        foreach (var score in result.GetProperty("category_scores").EnumerateObject())
        {
            if (settings.Categories is { } named && !named.Contains(score.Name)) continue;
            var value = score.Value.GetDouble();
            var counts = settings.ThresholdPercent is { } threshold
                ? value * 100 >= threshold
                : categories.TryGetProperty(score.Name, out var own) && own.ValueKind == JsonValueKind.True;
            if (counts && value > highest) (worst, highest) = (s_labels.GetValueOrDefault(score.Name, Another), value);
        }

        // Flagged for a category that it tells no score of.
        return worst is null && flagged && settings is { Categories: null, ThresholdPercent: null } ? Another : worst;
    }
}
