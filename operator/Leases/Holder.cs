using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>
/// How one process stands with one ledger, as the leader knows it. All amounts are totals of the process and only grow, but for <see cref="Lost"/> (and <see cref="Used"/> of calls under way).
/// The ledger alone changes it.
/// </summary>
internal sealed class Holder
{
    public required HolderId Id { get; init; }

    public long Granted { get; set; }

    public long Returned { get; set; }

    public long Used { get; set; }

    /// <summary>Of <see cref="Used"/>, what no provider reported.</summary>
    public long Estimated { get; set; }

    /// <summary>What was written off, counted as used though nobody said so; a late word that explains it makes it less.</summary>
    public long Lost { get; set; }

    /// <summary>The bucket that <see cref="Lost"/> was booked into.</summary>
    public long LostIn { get; set; }

    /// <summary>When it was written off or said its last word, in milliseconds since 1970; null while it lives.</summary>
    public long? Ended { get; set; }

    /// <summary>What it asks for and has not been granted yet. Not written down: it asks again.</summary>
    public long Wanted { get; set; }

    /// <summary>The newest that it said. Not written down: it says it again.</summary>
    public SliceState? Word { get; set; }

    /// <summary>The newest word of it that was heard. Not written down.</summary>
    public long Heard { get; set; } = long.MinValue;

    /// <summary>Since when its pod is not known any more, in milliseconds since 1970. Not written down.</summary>
    public long? Missing { get; set; }

    /// <summary>Granted, and neither used, returned nor written off; negative where calls cost more than was reserved for them.</summary>
    public long Balance => Granted - Returned - Used - Lost;
}
