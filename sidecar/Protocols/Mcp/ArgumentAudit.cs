using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Takes down what the audit may know of arguments, while the body lives.</summary>
internal static class ArgumentAudit
{
    /// <summary>The most bytes of values that the audit has.</summary>
    public const int MaxValues = 4096;

    /// <param name="body">The request's body.</param>
    /// <param name="span">Where the arguments stand in it.</param>
    /// <param name="known">The names in the tool's schema.</param>
    /// <param name="wantsValues">Whether the rule that allowed the call asks for values.</param>
    public static McpArguments? Of(Body body, BodySpan span, ImmutableArray<string> known, bool wantsValues)
    {
        if (span.Length == 0 || !body.TryHold()) return null;
        try
        {
            return Of(body.Bytes.Slice(span.Start, span.Length), known, wantsValues);
        }
        catch (JsonException)
        {
            return new() { Bytes = span.Length, ValuesLeftOut = wantsValues };
        }
        finally
        {
            body.Dispose();
        }
    }

    /// <summary>Values that have no canonical form cannot be written as text either.</summary>
    private static McpArguments Of(in ReadOnlySequence<byte> arguments, ImmutableArray<string> known, bool wantsValues)
    {
        var hash = CanonicalJson.HashOf(arguments);
        var (shape, more) = ArgumentShape.Of(arguments, known);
        var values = wantsValues && hash is not null && arguments.Length <= MaxValues ? arguments.ToArray() : null;
        return new()
        {
            Bytes = arguments.Length,
            Hash = hash,
            Shape = shape,
            More = more,
            Values = values,
            ValuesLeftOut = wantsValues && values is null,
        };
    }
}
