using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Why a message of a server does not pass: what the agent reads in its place.</summary>
/// <param name="Code">The JSON-RPC error's code.</param>
/// <param name="Reason">The word in its data, as in <see cref="CallWords"/>.</param>
/// <param name="Message">A sentence that repeats nothing of the server's but a method's name.</param>
internal sealed record GateRefusal(int Code, RefusalReason Reason, string Message)
{
    /// <summary>The verdict behind it, where a policy refused.</summary>
    public Decision? Decision { get; init; }

    /// <summary>Whether a guard refused a text.</summary>
    public bool IsGuarded => Reason is RefusalReason.GuardDenied or RefusalReason.GuardFailed;

    public static GateRefusal Unread { get; } = new(GateCodes.BadAnswer, RefusalReason.ServerAnswerInvalid, "The server's answer cannot be read.");

    public static GateRefusal UnknownResult { get; } = new(GateCodes.BadAnswer, RefusalReason.ServerAnswerInvalid, "The server's answer is of a type that the protocol does not have.");

    public static GateRefusal NoServer { get; } = new(GateCodes.Denied, RefusalReason.McpServerNotAllowed, "No policy of this agent allows this server any more.");

    /// <summary>A guard does not let a text pass.</summary>
    public static GateRefusal Guarded(Finding denial) => Of(GuardRefusal.Of(denial));

    /// <summary>What the refusal of a guard amounts to.</summary>
    public static GateRefusal Of(Refusal refusal) => new(McpErrors.CodeOf(refusal.Reason), refusal.Reason, refusal.Message);

    /// <summary>A server asks the agent's client for something that no protocol has.</summary>
    public static GateRefusal AskedUnknown { get; } =
        new(GateCodes.Denied, RefusalReason.ClientRequestNotAllowed, "The server asks the agent's client for something that the protocol does not have, and no policy can allow.");

    /// <summary>A server asks the agent's client for something that no policy allows.</summary>
    public static GateRefusal Asked(string method, Decision decision) => new(GateCodes.Denied, RefusalReason.ClientRequestNotAllowed, SentenceOf(method, decision)) { Decision = decision };

    private static string SentenceOf(string method, Decision decision) => decision is { Policy.Length: > 0 } by
        ? $"The server asks the agent's client for '{method}', and policy '{by.Policy}' does not allow that ({by.Rule})."
        : $"The server asks the agent's client for '{method}', and no policy allows that.";
}
