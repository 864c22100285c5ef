using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Journals;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>Asks a service of the user, in the form of docs/guardrails-webhook.md.</summary>
internal sealed class WebhookCall(TimeProvider clock) : CheckCall
{
    /// <summary>The version of request and answer.</summary>
    public const string Version = "v1";

    /// <summary>What stands for a label that was not given, is none, or is one too many.</summary>
    private const string NoLabel = "WEBHOOK";

    /// <summary>How many labels are told apart, by all webhooks together: each is a series of a metric.</summary>
    private const int MostLabels = 128;

    private readonly ConcurrentDictionary<string, string> _labels = new(StringComparer.Ordinal);

    public override async Task<Verdict> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (question.Callee is not { Account: { } account } callee) return Verdict.Failed(Faults.NoTarget);
        var answer = await GuardPost.SendAsync(account, account.BaseUrl, json => Write(json, question, callee.Agent), (clock, cancellationToken));
        return answer.Read(root => Read(root, question));
    }

    private static void Write(Utf8JsonWriter json, Question question, AgentIdentity agent)
    {
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("guardrail", question.Check.Facts.Guardrail);
        json.WriteNumber("check", question.Check.Facts.Index);
        json.WriteString("direction", question.Judged.IsAnswer ? "answer" : "request");
        AuditLine.WriteAgent(json, agent);
        WriteCall(json, question.Judged);
        json.WriteStartArray("texts");
        foreach (var (index, text) in question.Texts.Index())
        {
            json.WriteStartObject();
            json.WriteString("id", IdOf(index));
            json.WriteString("place", GuardWords.Of(text.Place));
            json.WriteString("text", text.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, Judged judged)
    {
        var call = judged.Plan.Permit.Call;
        json.WriteString("route", judged.Plan.Route.Name);
        if (call.Model is { } model) json.WriteString("model", model);
        if (call.Mcp is { } server) json.WriteString("server", server.Server);
        if (judged.Tool is { } tool) json.WriteString("tool", tool);
        json.WriteBoolean("streamed", call.Request?.Stream == true);
    }

    private Verdict Read(JsonElement root, Question question)
    {
        if (root.GetProperty("version").GetString() != Version) return Verdict.Failed(Faults.Garbage);
        return root.GetProperty("verdict").GetString() switch
        {
            "allow" => Verdict.Pass,
            "deny" => Verdict.Found(LabelIn(root), PlaceIn(root, question)),
            _ => Verdict.Failed(Faults.Garbage),
        };
    }

    private string LabelIn(JsonElement root)
    {
        if (!root.TryGetProperty("label", out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { } label || !GuardWords.IsLabel(label)) return NoLabel;
        if (_labels.TryGetValue(label, out var known)) return known;
        return _labels.Count < MostLabels ? _labels.GetOrAdd(label, label) : NoLabel;
    }

    /// <summary>That of the first text that is named; an id that was not sent names none.</summary>
    private static GuardPlace? PlaceIn(JsonElement root, Question question)
    {
        if (!root.TryGetProperty("texts", out var ids) || ids.ValueKind != JsonValueKind.Array || ids.GetArrayLength() == 0) return null;
        if (ids[0] is not { ValueKind: JsonValueKind.String } first) return null;
        var at = question.Texts.Index().FirstOrDefault(text => first.ValueEquals(IdOf(text.Index)), (-1, default));
        return at.Index < 0 ? null : at.Item.Place;
    }

    private static string IdOf(int index) => string.Create(CultureInfo.InvariantCulture, $"t{index}");
}
