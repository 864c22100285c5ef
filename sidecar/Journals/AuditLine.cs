using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Journals;

/// <summary>
/// A call's record as JSON; the names are OpenTelemetry's where it has one. What the agent chose (the model's name) is bounded and escaped; bodies, headers
/// and keys are never here.
/// </summary>
internal static class AuditLine
{
    private const int MostOmitted = 64;
    private const int MostPath = 256;

    /// <summary>What was left out is named in the request's words, and a guardrail may have found something in these.</summary>
    private static readonly string[] s_withheld = ["(not told: a guardrail found something in this call)"];

    public static void Write(Utf8JsonWriter json, CallRecord record, TimeProvider clock)
    {
        json.WriteStartObject();
        json.WriteString("time", record.At);
        json.WriteString("call", record.Id);
        WriteWay(json, record);
        WriteAgent(json, record.Snapshot?.Agent);
        json.WriteString("dialect", record.Call is { } call ? CallWords.Of(call.Dialect) : "unknown");
        json.WriteString("gen_ai.operation.name", CallWords.Of(record.Call?.Operation ?? Operation.Unknown));
        if (record.Call?.Model is { } model) json.WriteString("gen_ai.request.model", model);
        WriteDecision(json, record);
        if (record.Call?.Mcp is { } tools) McpPart.Write(json, record, tools);
        WriteTarget(json, record);
        json.WriteNumber("http.response.status_code", record.Status);
        json.WriteBoolean("stream", record.Call?.Request?.Stream == true);
        var usage = record.Reply.TotalUsage;
        WriteUsage(json, usage);
        if (usage.Source != UsageSource.None) CostPart.Write(json, record.Cost.Nanos, record.Cost.Source, record.Cost.IsEstimated);
        LimitPart.Write(json, record);
        GuardPart.Write(json, record.Plan?.Guard?.Findings ?? []);
        if (record.Plan?.Guard is { Usage.Count: > 0 } guard) GuardUsagePart.Write(json, guard.Usage);
        WriteLatency(json, record, clock);
        json.WriteNumber("bytesIn", record.BytesIn);
        json.WriteNumber("bytesOut", record.Reply.BytesOut);
        if (record.Snapshot is { } snapshot) json.WriteString("revision", snapshot.Revision);
        json.WriteString("ended", CallWords.Of(record.Reply.End));
        json.WriteEndObject();
    }

    /// <summary>Nothing for a call of the gateway's own address, which most are.</summary>
    private static void WriteWay(Utf8JsonWriter json, CallRecord record)
    {
        if (record.InterceptedHost is not { } host) return;
        json.WriteString("via", "intercepted");
        json.WriteString("server.address", host);
    }

    /// <summary>Whose record it is; nothing where no rules have come that say so.</summary>
    public static void WriteAgent(Utf8JsonWriter json, AgentIdentity? agent)
    {
        if (agent is null) return;
        json.WriteStartObject("agent");
        json.WriteString("namespace", agent.Namespace);
        json.WriteString("serviceAccount", agent.ServiceAccount);
        json.WriteString("workloadKind", agent.WorkloadKind);
        json.WriteString("workload", agent.WorkloadName);
        json.WriteString("pod", agent.Pod);
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, CallRecord record)
    {
        json.WriteString("decision", CallWords.DecisionOf(record.Refusal));
        if (record.Refusal is { } refusal) json.WriteString("reason", CallWords.Of(refusal.Reason));
        if ((record.Refusal?.Decision ?? record.Permit?.Decision) is not { } decision) return;
        json.WriteString("policy", decision.Policy);
        json.WriteString("rule", decision.Rule);
        HeldPart.Write(json, decision.Held);
        if (record.Permit?.Decision?.WouldDeny is { } wouldDeny) json.WriteString("wouldDeny", wouldDeny);
    }

    private static void WriteTarget(Utf8JsonWriter json, CallRecord record)
    {
        if (record.Plan is not { } plan) return;
        json.WriteString("route", plan.Route.Name);
        if (record.Reply.Target is not { } target) return;
        json.WriteString("provider", target.Provider.Name);
        json.WriteString("gen_ai.provider.name", target.Provider.Kind);
        json.WriteString("targetModel", target.Model ?? record.Call?.Model);
        if (record.Reply.Sent != WireFormat.None && record.Reply.Sent != record.Call?.Format) json.WriteString("translated", CallWords.Of(record.Reply.Sent));
        WriteOmitted(json, plan.Guard is { Findings.Count: > 0 } ? s_withheld : record.Reply.Omitted, record.Reply.Omitted.Count);
        json.WriteStartArray("attempts");
        for (var index = 0; index < record.Reply.Attempts.Count; index++) WriteAttempt(json, record.Reply.Attempts[index], UsageOf(record.Reply, index));
        json.WriteEndArray();
    }

    private static void WriteOmitted(Utf8JsonWriter json, IReadOnlyList<string> omitted, int count)
    {
        if (count == 0) return;
        json.WriteStartArray("omitted");
        foreach (var path in omitted.Take(MostOmitted)) json.WriteStringValue(path.Length <= MostPath ? path : path[..MostPath]);
        json.WriteEndArray();
    }

    /// <summary>What each try used, where more than the last used something.</summary>
    private static Usage UsageOf(Reply reply, int attempt)
    {
        if (reply.Earlier.Count == 0) return default;
        foreach (var tried in reply.Earlier)
        {
            if (tried.Attempt == attempt) return tried.Usage;
        }

        return attempt == reply.Attempts.Count - 1 ? reply.Usage : default;
    }

    private static void WriteAttempt(Utf8JsonWriter json, Attempt attempt, in Usage usage)
    {
        json.WriteStartObject();
        json.WriteString("provider", attempt.Target.Provider.Name);
        if (attempt.Target.Model is { } model) json.WriteString("model", model);
        if (attempt.Status != 0) json.WriteNumber("status", attempt.Status);
        if (attempt.Error is { } error) json.WriteString("error", error);
        if (usage.Source != UsageSource.None) WriteUsage(json, usage);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, Usage usage)
    {
        json.WriteStartObject("usage");
        json.WriteString("source", CallWords.Of(usage.Source));
        if (usage.Source != UsageSource.None)
        {
            json.WriteNumber("gen_ai.usage.input_tokens", usage.Input);
            json.WriteNumber("gen_ai.usage.output_tokens", usage.Output);
            json.WriteNumber("cached", usage.Cached);
            json.WriteNumber("cacheWrite", usage.CacheWrite);
            json.WriteNumber("reasoning", usage.Reasoning);
            Told("cacheWriteHour", usage.CacheWriteHour);
            Told("audioInput", usage.AudioInput);
            Told("audioOutput", usage.AudioOutput);
            Told("imageInput", usage.ImageInput);
            Told("imageOutput", usage.ImageOutput);
            Told("webSearches", usage.WebSearches);
        }

        json.WriteEndObject();

        void Told(string name, long count)
        {
            if (count > 0) json.WriteNumber(name, count);
        }
    }

    private static void WriteLatency(Utf8JsonWriter json, CallRecord record, TimeProvider clock)
    {
        json.WriteNumber("durationMs", Milliseconds(record.EndedAt));
        if (record.Reply.FirstByteAt != 0) json.WriteNumber("firstByteMs", Milliseconds(record.Reply.FirstByteAt));

        double Milliseconds(long until) => Math.Round(clock.GetElapsedTime(record.StartedAt, until).TotalMilliseconds, 3);
    }
}
