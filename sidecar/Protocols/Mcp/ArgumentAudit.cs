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

    /// <param name="request">The request, with what guards have masked in it: the arguments are told as the server has them.</param>
    /// <param name="span">Where the arguments stand in its body.</param>
    /// <param name="known">The names in the tool's schema.</param>
    /// <param name="wantsValues">Whether the rule that allowed the call asks for values.</param>
    public static McpArguments? Of(McpRequest request, BodySpan span, ImmutableArray<string> known, bool wantsValues)
    {
        if (span.Length == 0 || request.Body is not { } body || !body.TryHold()) return null;
        try
        {
            var arguments = Of(Masked(body.Bytes.Slice(span.Start, span.Length), span.Start, request.Masks), known, wantsValues && !request.HidesArguments);
            return request.HidesArguments ? arguments with { Hash = null, ValuesLeftOut = wantsValues } : arguments;
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

    /// <summary>Arguments as the server has them.</summary>
    /// <param name="arguments">As they came.</param>
    /// <param name="start">Where they stand in the body.</param>
    /// <param name="masks">What guards have masked in the body.</param>
    public static ReadOnlySequence<byte> Masked(in ReadOnlySequence<byte> arguments, long start, ImmutableArray<BodyEdit> masks)
    {
        var edits = new GateEdits();
        foreach (var mask in masks)
        {
            if (mask.Start >= start && mask.Start < start + arguments.Length) edits.Put(mask with { Start = mask.Start - start });
        }

        return edits.IsEmpty ? arguments : new(edits.Apply(arguments));
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
