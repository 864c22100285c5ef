namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>How it went to put a rule set into the kernel.</summary>
/// <param name="Rules">How many rules stand there now; 0 where it failed.</param>
/// <param name="Problem">What did not land, why, and what to do; null where all did.</param>
/// <param name="Missing">Whether it failed because the kernel has not got what it takes.</param>
internal sealed record Landing(int Rules, string? Problem, bool Missing)
{
    public static Landing Done(int rules) => new(rules, null, Missing: false);

    public static Landing Incomplete(string problem) => new(0, problem, Missing: false);

    /// <summary>The kernel said nothing about a part; <paramref name="errno"/> is what reading ended with, or 0.</summary>
    public static Landing Unanswered(RulePart part, int errno) =>
        Incomplete($"the kernel did not confirm {part.Name}" + (errno == 0 ? "" : $" ({Errno.Name(errno)})"));

    public static Landing Failed(RulePart part, Fault fault)
    {
        var said = Errno.Name(fault.Errno) + (fault.Detail is { } words ? $": {words}" : "");
        return new(0, $"{part.Name} did not land ({said}): {Advice(part, fault.Errno)}", Errno.IsMissing(fault.Errno));
    }

    private static string Advice(RulePart part, int errno)
    {
        if (Errno.IsRefusal(errno))
            return "this container lacks the capability NET_ADMIN, or the runtime's sandbox forbids it; let the container run as root with capabilities.add [NET_ADMIN], or set the policy's egress.mode to Cooperative";
        return Errno.IsMissing(errno)
            ? $"the node's kernel lacks {part.Module}; load it on the node, as modprobe {part.Module.Replace(",", "", StringComparison.Ordinal)}, or set the policy's egress.mode to Cooperative"
            : "the kernel refused it";
    }
}
