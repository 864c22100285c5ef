using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One limit, ready to be asked which calls it counts. What was used stands elsewhere: it outlives the snapshot.</summary>
/// <param name="rule">As it came.</param>
/// <param name="audits">Whether it only records.</param>
internal sealed class Limit(LimitRule rule, bool audits)
{
    public LimitRule Rule => rule;

    public string Name => rule.Limit;

    public LimitUnit Unit => rule.Unit;

    /// <summary>How much may be used within the window.</summary>
    public long Amount => rule.Amount;

    /// <summary>Whether it refuses nothing, and says what it would have refused.</summary>
    public bool IsAudit => audits;

    /// <summary>Whether the count is shared with other pods, and spent by slices.</summary>
    public bool IsLeased => rule.Scope != LimitScope.Pod;

    /// <summary>Whether it counts anything that only a model uses.</summary>
    public bool CountsTokens => rule.Unit is LimitUnit.InputTokens or LimitUnit.OutputTokens or LimitUnit.TotalTokens or LimitUnit.Usd;

    /// <summary>Whether it counts calls of models at all.</summary>
    public bool CountsModels { get; } = rule.By != LimitBy.Tool && (rule.Models is not null || rule.Tools is null);

    /// <summary>Whether it counts calls of tools at all.</summary>
    public bool CountsTools { get; } = rule.By != LimitBy.Model && (rule.Tools is not null || rule.Models is null);

    /// <summary>Whether it counts a call of this model, in any case, as some providers take names; null for a call that names none.</summary>
    public bool CoversModel(string? model)
    {
        if (rule.Models is not { } patterns) return CountsModels;
        if (model is null || !CountsModels) return false;
        foreach (var pattern in patterns)
        {
            if (Matches(pattern, model)) return true;
        }

        return false;
    }

    /// <summary>Whether it counts a call of this tool, as <c>server/tool</c>: in any case, since a server may not tell cases apart.</summary>
    public bool CoversTool(ReadOnlySpan<char> tool)
    {
        if (rule.Tools is not { } patterns) return CountsTools;
        foreach (var pattern in patterns)
        {
            if (Matches(pattern, tool)) return true;
        }

        return false;
    }

    private static bool Matches(string pattern, ReadOnlySpan<char> name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase) : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}
