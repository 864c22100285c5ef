using System.Collections.Immutable;

namespace AiGateway.Operator.Certificates;

/// <summary>
/// All certificates and keys of the operator at one moment, as PEM. It prints without its keys, and only <see cref="Roots"/> may leave the
/// Secret or folder that it is kept in.
/// </summary>
internal sealed record CertificateSet
{
    /// <summary>Every root that is trusted now, the signing one and, in an overlap, its successor and predecessor.</summary>
    public required ImmutableArray<string> Roots { get; init; }

    /// <summary>The root that signs.</summary>
    public required string Signer { get; init; }

    public required string SignerKey { get; init; }

    /// <summary>A root that is already trusted and will sign once it has been for long enough; null outside an overlap.</summary>
    public string? Next { get; init; }

    public string? NextKey { get; init; }

    /// <summary>The certificate that is shown.</summary>
    public required string Leaf { get; init; }

    public required string LeafKey { get; init; }

    /// <summary>The roots as one PEM text.</summary>
    public string RootsPem => string.Concat(Roots.Select(root => root.TrimEnd('\n') + "\n"));

    public override string ToString() => $"CertificateSet with {Roots.Length} roots";
}
