using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One place where a route's calls can go.</summary>
internal sealed class Target
{
    public required Provider Provider { get; init; }

    /// <summary>The provider's name of the model; null passes the asked name on.</summary>
    public required string? Model { get; init; }

    /// <summary><see cref="Model"/> as a JSON string in UTF-8, with its quotes, ready to be spliced into a body; null where it is. Never written to.</summary>
    public required byte[]? ModelJson { get; init; }

    /// <summary>Lower is tried first.</summary>
    public int Priority { get; init; }

    /// <summary>The share of calls among its priority; 0 takes none. Null is 1, and where it is null for all of a priority they are tried in their order.</summary>
    public int? Weight { get; init; }

    /// <summary>What must hold for a call to go here; null for nothing.</summary>
    public CelExpression? When { get; init; }

    /// <summary>What is set or taken away in bodies that go here: the route's rule, then the target's own.</summary>
    public ImmutableArray<ParametersRule> Parameters
    {
        get;
        init => (field, Output, AddedBytes) = (value, OutputParameters.Of(value), BytesOf(value));
    } = [];

    /// <summary>What <see cref="Parameters"/> make of the output that a request asks for; null for nothing.</summary>
    public OutputParameters? Output { get; private init; }

    /// <summary>The most bytes that <see cref="Parameters"/> add to a body.</summary>
    public int AddedBytes { get; private init; }

    private static int BytesOf(ImmutableArray<ParametersRule> rules)
    {
        var bytes = 0;
        foreach (var rule in rules) bytes += (rule.Defaults?.GetRawText().Length ?? 0) + (rule.Overrides?.GetRawText().Length ?? 0);
        return bytes;
    }

    /// <summary>A name as a JSON string in UTF-8, with its quotes.</summary>
    public static byte[] ToJson(string model) => [(byte)'"', .. JsonEncodedText.Encode(model).EncodedUtf8Bytes, (byte)'"'];
}
