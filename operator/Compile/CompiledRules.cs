using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile;

/// <summary>Rules in the form that goes out: equal rules are one object, serialised once.</summary>
internal sealed record CompiledRules
{
    public required BundleRules Rules { get; init; }

    /// <summary>The canonical bytes of <see cref="Rules"/>.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required string Revision { get; init; }

    /// <summary>The <see cref="Contracts.Features"/> that a sidecar must have to carry these rules out as they are.</summary>
    public required ImmutableArray<string> Requires { get; init; }

    /// <summary>The <see cref="Contracts.Features"/> on which it depends how the rules are sent: those, and what a sidecar without them is not told.</summary>
    public required ImmutableArray<string> Uses { get; init; }

    /// <summary>Serialises the rules.</summary>
    public static CompiledRules From(BundleRules rules)
    {
        var bytes = BundleJson.WriteRules(rules);
        var required = FeatureGate.Requires(rules);
        return new() { Rules = rules, Bytes = bytes, Revision = BundleJson.Revision(bytes), Requires = required, Uses = FeatureGate.Uses(rules, required) };
    }
}
