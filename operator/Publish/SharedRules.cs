using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Rules as they go out, one object for all pods that share them. What an older sidecar cannot carry out is narrowed to a denial once for
/// each set of features, and kept beside them: it can never grow beyond the subsets of <see cref="Requires"/>.
/// </summary>
internal sealed class SharedRules
{
    private readonly ConcurrentDictionary<string, SharedRules> _narrowed = new(StringComparer.Ordinal);

    public required string Revision { get; init; }

    /// <summary>The canonical bytes; written to each stream as they are.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required ImmutableArray<SourceRef> Sources { get; init; }

    /// <summary>The features without which the rules cannot be carried out as they are.</summary>
    public required ImmutableArray<string> Requires { get; init; }

    /// <summary>Makes the rules for a sidecar that has only these of the required features.</summary>
    public required Func<ImmutableArray<string>, SharedRules> Narrow { get; init; }

    /// <summary>The rules that a sidecar with these features can carry out.</summary>
    public SharedRules For(ImmutableArray<string> features)
    {
        var present = Requires.RemoveAll(feature => !features.Contains(feature));
        return present.Length == Requires.Length
            ? this
            : _narrowed.GetOrAdd(string.Join(',', present), (_, subset) => Narrow(subset), present);
    }
}
