using AiGateway.Sidecar.Guards.Loops;

namespace AiGateway.Sidecar.Calls;

/// <summary>What the model, or whoever runs the agent, reads of calls that go round.</summary>
internal static class LoopRefusal
{
    /// <param name="found">How they go round, the call in question included.</param>
    /// <param name="tool">The tool that is called, in the agent's own word.</param>
    /// <param name="check">The check that found it.</param>
    /// <param name="isStop">Whether a warning was not enough.</param>
    public static Refusal Of(in LoopFound found, string tool, LoopCheck check, bool isStop)
    {
        var facts = check.Facts;
        return isStop
            ? new(RefusalReason.LoopStopped, $"The agent goes round: {Sentence(found, tool, found.Count - 1)} The guardrail '{facts.Guardrail}' (checks[{facts.Index}], {facts.Type}: {found.Label}) stops it.")
            : new(RefusalReason.LoopWarned, $"This call was not made. {Sentence(found, tool, found.Count - 1)} {Advice}");
    }

    /// <summary>The sentence that is put behind the last result of a tool in a request to a model.</summary>
    public static string Warning(in LoopFound found, string tool) => $"[{Sentence(found, tool, found.Count)} {Advice}]";

    private const string Advice = "Making it again will not help: change the approach, use another tool, or say what is missing.";

    private static string Sentence(in LoopFound found, string tool, int count) => found.Label switch
    {
        LoopFound.Repeated => $"The tool '{tool}' was called {count} times with the same arguments and gave the same result each time.",
        LoopFound.Cycle => $"The tool '{tool}' and others were called in turn {count} times, with the same arguments and the same results each time.",
        _ => $"The tool '{tool}' was called again and again with other arguments and gave the same result each time.",
    };
}
