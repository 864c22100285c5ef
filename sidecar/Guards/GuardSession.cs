using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>The guards of one call: its checks, and what they found so far. One thread at a time.</summary>
internal sealed class GuardSession(GuardPlan plan)
{
    private const int MostFindings = 64;
    private readonly List<Finding> _findings = [];

    public GuardPlan Plan => plan;

    public IReadOnlyList<Finding> Findings => _findings;

    public MaskVault Vault { get; } = new();

    /// <summary>The first finding by which the call is denied; null for none.</summary>
    public Finding? Denial { get; private set; }

    /// <summary>Takes a finding down; a denying check's ends the call.</summary>
    public void Add(CheckFacts check, string label, GuardPlace place)
    {
        var finding = _findings.Find(known => known.Check == check && known.Label == label && known.Place == place);
        if (finding is not null) finding.Count++;
        else if (_findings.Count < MostFindings) _findings.Add(finding = new(check, label, place));
        if (check is { IsShadow: false, Action: GuardAction.Deny }) Denial ??= finding ?? new(check, label, place);
    }

    /// <summary>Takes down that a check could not be made; where that denies, it ends the call.</summary>
    public void AddFailure(CheckFacts check, GuardPlace place)
    {
        Finding failure = new(check, Failed, place);
        if (_findings.Count < MostFindings) _findings.Add(failure);
        if (check is { IsShadow: false, OnFailure: FailureAction.Deny }) Denial ??= failure;
    }

    /// <summary>The label of a check that could not be made.</summary>
    public const string Failed = "failed";
}
