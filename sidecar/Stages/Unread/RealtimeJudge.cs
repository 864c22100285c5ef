using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>May this message of the agent pass? Read like a request: whatever type it has, its tools, its model and what it uses of the account are judged.</summary>
internal static class RealtimeJudge
{
    private static readonly Refusal s_tooOld = new(RefusalReason.NotReady, "The rules have become too old to be used.");

    /// <summary>
    /// The refusal that ends the session, or null. The rules are read when what the message asks for is among what the session asks for: those that come later find it there, whenever they come.
    /// </summary>
    public static Refusal? Judge(Call call, Body message, SnapshotHolder snapshots)
    {
        if (snapshots.Current is null) return s_tooOld;
        if (RequestReader.Read(message, new(WireFormat.OpenAiRealtime, call.Model)).Stops(out var refusal, out var read)) return refusal;
        if (read.HostedTools.IsEmpty && read.Endpoints.IsEmpty) return null;
        call.Use(read.HostedTools, read.Endpoints);
        Interlocked.MemoryBarrier();
        if (snapshots.Current is not { } snapshot) return s_tooOld;
        return snapshot.Rules.Decide(call.Ask) is { Allowed: false } denial ? Refusal.Of(denial, call.Model) : null;
    }
}
