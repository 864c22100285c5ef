using System.Collections.Immutable;
using AiGateway.Contracts.Approvals;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Entries by which a call of a tool needs a human's word: a name is matched as a denial matches it, and all rules that ask count, the strictest of them.</summary>
internal sealed class ApproveList(ImmutableArray<(ApprovalRule? How, ImmutableArray<McpEntry> Entries)> rules)
{
    private readonly ImmutableArray<(ApprovalRule How, DenyList Names)> _rules =
        [.. rules.Where(rule => !rule.Entries.IsEmpty).Select(rule => (rule.How ?? ApprovalRule.Default, new DenyList(rule.Entries, NameForm.Name)))];

    /// <summary>Whether an entry spells the name in full, as it stands.</summary>
    public bool Spells(string tool)
    {
        foreach (var (_, names) in _rules)
        {
            if (names.Spells(tool)) return true;
        }

        return false;
    }

    /// <summary>What the call of a tool needs; null for nothing.</summary>
    public ApprovalNeed? Find(string tool)
    {
        ApprovalNeed? need = null;
        foreach (var (how, names) in _rules)
        {
            if (names.Find(tool) is not { } entry) continue;
            need = need is null
                ? new($"{entry.Policy}: {entry.Rule}", how.WaitSeconds, how.ExpirySeconds)
                : need with { WaitSeconds = Math.Min(need.WaitSeconds, how.WaitSeconds), ExpirySeconds = Math.Min(need.ExpirySeconds, how.ExpirySeconds) };
        }

        return need;
    }
}
