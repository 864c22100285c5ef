using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>A mirror, whatever its kind is.</summary>
internal interface IKindMirror
{
    string Kind { get; }

    /// <summary>It has been read at least once.</summary>
    bool HasSynced { get; }

    /// <summary>How far it had been read at the last <see cref="Take"/>.</summary>
    SourcePosition Position { get; }

    ImmutableArray<UnreadableObject> Unreadable { get; }

    /// <summary>Takes what the reflector has now.</summary>
    void Take();

    /// <summary>Reads it anew, soon.</summary>
    void RelistSoon();

    Task RunAsync(CancellationToken cancellationToken);
}
