using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call is expected to use, before it is made.</summary>
internal static class CallEstimate
{
    /// <summary>A usual ratio of a request's bytes to its tokens.</summary>
    private const int BytesPerToken = 4;

    /// <summary>Whether calls of the kind use tokens that a provider bills.</summary>
    public static bool UsesTokens(Operation operation) => operation is Operation.Chat or Operation.TextCompletion or Operation.Embeddings or Operation.Image or Operation.Audio
        or Operation.Rerank or Operation.Realtime or Operation.Endpoint;

    /// <summary>Input by the request's bytes; output by what the request asks for, or what answers of the route have had.</summary>
    public static Amounts Of(Plan plan, OutputSeen seen)
    {
        var call = plan.Permit.Call;
        if (call.Mcp is not null || !UsesTokens(call.Operation)) return new(1, 0, 0);
        return new(1, (call.Request?.Body.Length ?? 0) / BytesPerToken, OutputOf(plan, seen));
    }

    /// <summary>Whether calls of the kind are answered with tokens.</summary>
    public static bool HasOutput(Operation operation) => operation is Operation.Chat or Operation.TextCompletion or Operation.Image or Operation.Audio or Operation.Realtime;

    private static long OutputOf(Plan plan, OutputSeen seen)
    {
        var call = plan.Permit.Call;
        if (!HasOutput(call.Operation)) return 0;
        return call.Request?.MostOutput ?? seen.Expect(plan.Route.Name);
    }
}
