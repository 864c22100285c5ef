using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Rig;
using AiGateway.Sidecar.Ledgers.Approvals;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Questions whether a human approves a call, and what is decided of them.</summary>
internal static class GivenApprovals
{
    public const string Server = "tools";

    public const string Request = "team-a/approval-1";

    /// <summary>A policy that allows every tool of the server, and has a human asked for these.</summary>
    public static PolicyRule Policy(int waitSeconds, int expirySeconds, params string[] tools) => Given.Policy("base") with
    {
        Mcp =
        [
            new() { Server = Server, AllowTools = ["*"], ApproveTools = [.. tools], Approval = new() { WaitSeconds = waitSeconds, ExpirySeconds = expirySeconds } },
        ],
    };

    public static ApprovalQuestion Question(ManualTime clock, string hash = "a", string tool = "wipe", int expirySeconds = 60, int place = 0) => new(new(Server, tool, hash, place), () => new()
    {
        Id = Guid.NewGuid().ToString("n"),
        Server = Server,
        Tool = tool,
        ArgumentsHash = hash,
        Preview = "{}",
        Rule = "team-a/base: mcp[tools].tools.approve: wipe",
        At = clock.GetUtcNow(),
        ExpiresAt = clock.GetUtcNow().AddSeconds(expirySeconds),
    });

    public static VerdictWord Verdict(string id, bool approved, string? reason = null) =>
        new() { Epoch = "e1", Verdicts = [new() { Id = id, Approved = approved, Request = Request, Reason = reason }], Pending = [] };

    public static VerdictWord Pending(string id) => new() { Epoch = "e1", Verdicts = [], Pending = [new(id, Request)] };

    /// <summary>Decides the only question that is open.</summary>
    public static async Task DecideAsync(ApprovalLedger ledger, bool approved, string? reason = null)
    {
        await Eventually.HoldsAsync(() => ledger.Asks().Any(ask => ask.End is null), "the question is open");
        ledger.Hear(Verdict(ledger.Asks().Single(ask => ask.End is null).Id, approved, reason));
    }
}
