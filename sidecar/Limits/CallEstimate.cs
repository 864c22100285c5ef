using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>What a call is expected to use, before it is made.</summary>
internal static class CallEstimate
{
    /// <summary>A usual ratio of a request's bytes to its tokens.</summary>
    private const int BytesPerToken = 4;

    /// <summary>The documents that a search unit of a reranking holds (Cohere, Pricing).</summary>
    private const long DocumentsPerUnit = 100;

    /// <summary>Whether calls of the kind use tokens that a provider bills.</summary>
    public static bool UsesTokens(Operation operation) => operation is Operation.Chat or Operation.TextCompletion or Operation.Embeddings or Operation.Image or Operation.Audio
        or Operation.Rerank or Operation.Realtime or Operation.Endpoint;

    /// <summary>Input by the request's bytes; output by the most that the request asks for, or the parameters of a target make of it, or by what answers of the route have had.</summary>
    /// <param name="plan">The call, and where it may go.</param>
    /// <param name="seen">What answers have had.</param>
    /// <param name="isBound">Whether the output is bound wherever the call goes.</param>
    public static Amounts Of(Plan plan, OutputSeen seen, out bool isBound)
    {
        var call = plan.Permit.Call;
        isBound = false;
        if (call.Mcp is not null || !UsesTokens(call.Operation)) return new(1, 0, 0);
        var once = new Amounts(1, InputBytes(plan) / BytesPerToken, HasOutput(call.Operation) ? OutputOf(plan, seen, out isBound) : 0);
        return call.Operation switch
        {
            Operation.Rerank => once with { Units = call.Request is { } request ? (request.Prompts + DocumentsPerUnit - 1) / DocumentsPerUnit : 1 },
            Operation.Image => once with { Images = ImagesOf(plan) },
            _ => once,
        };
    }

    /// <summary>Whether calls of the kind are answered with tokens.</summary>
    public static bool HasOutput(Operation operation) => operation is Operation.Chat or Operation.TextCompletion or Operation.Image or Operation.Audio or Operation.Realtime;

    /// <summary>The request's, with what a target's parameters may put into it.</summary>
    private static long InputBytes(Plan plan)
    {
        if (plan.Permit.Call.Request is not { } request) return 0;
        var added = 0;
        foreach (var target in plan.Targets) added = Math.Max(added, target.AddedBytes);
        return request.Body.Length + added;
    }

    /// <summary>As many as the request asks for, or the parameters of a target make of it.</summary>
    private static long ImagesOf(Plan plan)
    {
        if (plan.Permit.Call.Request is not { } request) return plan.Permit.Call.Form?.Scanner.Choices ?? 1;
        var most = 1L;
        foreach (var target in plan.Targets) most = Math.Max(most, target.Output?.Apply(request.MostTokens, request.Choices, request.OutputNames, request.Binding).Choices ?? request.Choices);
        return most;
    }

    private static long OutputOf(Plan plan, OutputSeen seen, out bool isBound)
    {
        isBound = false;
        if (plan.Permit.Call.Request is not { } request) return seen.Expect(plan.Route.Name) * (plan.Permit.Call.Form?.Scanner.Choices ?? 1);
        isBound = true;
        var most = 0L;
        foreach (var target in plan.Targets)
        {
            var (tokens, choices, binds) = target.Output?.Apply(request.MostTokens, request.Choices, request.OutputNames, request.Binding)
                ?? (request.MostTokens, request.Choices, request.Binding != OutputNames.None);
            isBound &= binds;
            if (!binds) tokens = Math.Max(tokens, seen.Expect(plan.Route.Name));
            most = Math.Max(most, tokens * choices);
        }

        return most * request.Prompts;
    }
}
