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
}
