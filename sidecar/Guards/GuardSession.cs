using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards;

/// <summary>The guards of one call: its checks, and what they found so far. One thread at a time.</summary>
internal sealed class GuardSession(GuardPlan plan)
{
    private const int MostFindings = 64;
    private readonly List<Finding> _findings = [];
    private readonly List<GuardUsage> _usage = [];

    public GuardPlan Plan => plan;

    public IReadOnlyList<Finding> Findings => _findings;

    public MaskVault Vault { get; private init; } = new();

    /// <summary>What models that judge used for the call.</summary>
    public IReadOnlyList<GuardUsage> Usage => _usage;

    /// <summary>Rulings on the request that nothing of an answer may overtake; null where none are awaited.</summary>
    public PendingRulings? Beside { get; set; }

    /// <summary>The first finding by which the call is denied; null for none.</summary>
    public Finding? Denial { get; private set; }

    /// <summary>The finding by which a message is denied; the next one is judged by itself. Null for none.</summary>
    public Finding? TakeDenial()
    {
        var denial = Denial;
        Denial = null;
        return denial;
    }

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

    /// <summary>Denies by the first of the checks that bites, for what the text is and not for what is in it; false where none does.</summary>
    public bool DenyUnread(ImmutableArray<TextCheck> checks, GuardPlace place, string label)
    {
        if (checks.FirstOrDefault(check => check.Facts.Bites) is not { } biting) return false;
        Add(biting.Facts with { Action = GuardAction.Deny }, label, place);
        return true;
    }

    /// <summary>A session for what repeats this one's texts: with the same masks, and findings of its own.</summary>
    public GuardSession Echo() => new(plan) { Vault = Vault };

    /// <summary>Takes down what was found in what repeats this session's texts, and not in them.</summary>
    public void Absorb(GuardSession echo)
    {
        foreach (var found in echo._findings)
        {
            if (_findings.Count < MostFindings && !_findings.Exists(known => known.Check == found.Check && known.Label == found.Label && known.Place == found.Place)) _findings.Add(found);
        }

        Denial ??= echo.Denial;
    }

    /// <summary>Takes down what checks by a call said.</summary>
    public void Take(ReadOnlySpan<Ruling> rulings)
    {
        foreach (var ruling in rulings)
        {
            if (_usage.Count < MostFindings) _usage.AddRange(ruling.Usage);
            if (ruling.Label is { } label) Add(ruling.Check, label, ruling.Place);
            else if (ruling.Fault is not (null or Ruling.Stopped)) AddFailure(ruling.Check, ruling.Place);
        }
    }

    /// <summary>The label of a check that could not be made.</summary>
    public const string Failed = "failed";
}
