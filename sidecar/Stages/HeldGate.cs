using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// Lets no credential of the sidecar's own pass, whatever guardrails there are: looks for the exact bytes in bodies that were read, and in answers as they come. Agents are given none, so
/// that a find is no chance: something has told it, or repeats it.
/// </summary>
internal static class HeldGate
{
    /// <summary>As an <see cref="InputCheck"/>: the request's body, or what of it was read.</summary>
    public static ValueTask<Refusal?> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        _ = cancellationToken;
        var (call, held) = (plan.Permit.Call, plan.Route.Held);
        var body = call.Request?.Body ?? call.Mcp?.Body ?? call.Form?.Head;
        return new(body is not null && held.StandIn(body.Bytes) ? Refuse("The request") : null);
    }

    /// <summary>The answer's bytes; where a credential stands in them the call is cut, before its first byte has left.</summary>
    public static async Task<Stream> OpenAsync(Passage passage) =>
        Filter(await passage.Answer.Content.ReadAsStreamAsync(passage.Handle.Token), passage.Plan.Route.Held, passage.Handle);

    /// <summary>Bytes that lead to an agent.</summary>
    public static Stream Filter(Stream stream, HeldValues held, LiveCall handle) => held.IsEmpty ? stream : new CredentialFilter(stream, held, () => handle.Deny(Refuse("The answer")));

    private static Refusal Refuse(string what) =>
        new(RefusalReason.GuardDenied, $"{what} carries a credential of the gateway itself, which no agent and no provider has a reason to send. The gateway lets none pass.");
}
