using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>May this message of the agent pass? Read like a request: whatever type it has, its tools, its model and what it uses of the account are judged.</summary>
internal static class RealtimeJudge
{
    /// <summary>The refusal that ends the session, or null.</summary>
    public static Refusal? Judge(Call call, Body message, Snapshot? snapshot)
    {
        if (snapshot is null) return new(RefusalReason.NotReady, "The rules have become too old to be used.");
        if (RequestReader.Read(message, new(WireFormat.OpenAiRealtime, call.Model)).Stops(out var refusal, out var read)) return refusal;
        if (read.HostedTools.IsEmpty && read.Endpoints.IsEmpty) return null;
        call.Use(read.HostedTools, read.Endpoints);
        return snapshot.Rules.Decide(call.Ask) is { Allowed: false } denial ? Refusal.Of(denial, call.Model) : null;
    }
}
