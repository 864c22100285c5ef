using AiGateway.Contracts.Approvals;
using AiGateway.Contracts.Limits;

namespace AiGateway.Contracts;

/// <summary>One line of the stream. The type says which member is set; an unknown type or member is skipped.</summary>
public sealed record Envelope
{
    /// <summary>One of <see cref="EnvelopeTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Hello"/>.</summary>
    public Hello? Hello { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Bundle"/>.</summary>
    public Bundle? Bundle { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Ack"/>.</summary>
    public Ack? Ack { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Nack"/>.</summary>
    public Nack? Nack { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Report"/>.</summary>
    public Report? Report { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Seen"/>.</summary>
    public Seen? Seen { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Enforcement"/>.</summary>
    public Enforcement? Enforcement { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Slices"/>.</summary>
    public SliceWord? Slices { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Grants"/>.</summary>
    public GrantWord? Grants { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Breaches"/>.</summary>
    public BreachWord? Breaches { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Approvals"/>.</summary>
    public ApprovalWord? Approvals { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Verdicts"/>.</summary>
    public VerdictWord? Verdicts { get; init; }

    /// <summary>Set for <see cref="EnvelopeTypes.Used"/>.</summary>
    public UsedWord? Used { get; init; }
}
