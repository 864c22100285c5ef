using System.Buffers;
using System.Text.Json;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// The arguments of a tool call as a condition sees them, read anew each time: they may be asked for from another thread for as long as the call is open, and nothing of them is kept.
/// Whatever two readers could read differently, or is too large, has no value, so that no condition on it holds.
/// </summary>
internal sealed class ArgumentValues(Body body, BodySpan span)
{
    public const int MaxBytes = 256 * 1024;
    public const int MaxValues = 10_000;

    private static readonly CelValue s_none = CelValue.Of(new Dictionary<string, CelValue>(0));

    /// <summary>A map, empty where the call has no arguments; or no value.</summary>
    public CelValue Read()
    {
        if (span.Length == 0) return s_none;
        if (span.Length > MaxBytes) return CelValue.Of(CelFault.CostExceeded);
        if (!body.TryHold()) return CelValue.Of(CelFault.WrongType);
        try
        {
            return Read(body.Bytes.Slice(span.Start, span.Length));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return CelValue.Of(CelFault.WrongType); // No JSON, or a string that is no text: half a surrogate pair, bytes that are no UTF-8.
        }
        finally
        {
            body.Dispose();
        }
    }

    private static CelValue Read(in ReadOnlySequence<byte> text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return CelValue.Of(CelFault.WrongType);
        var left = MaxValues;
        return ReadObject(ref json, ref left);
    }

    private static CelValue ReadValue(ref Utf8JsonReader json, ref int left)
    {
        if (--left < 0) return CelValue.Of(CelFault.CostExceeded);
        return json.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref json, ref left),
            JsonTokenType.StartArray => ReadArray(ref json, ref left),
            JsonTokenType.String => CelValue.Of(json.GetString()),
            JsonTokenType.Number => ReadNumber(ref json),
            JsonTokenType.Null => CelValue.Null,
            _ => CelValue.Of(json.TokenType == JsonTokenType.True),
        };
    }

    /// <summary>Names that differ in case alone are one name to some servers, and then another value counts.</summary>
    private static CelValue ReadObject(ref Utf8JsonReader json, ref int left)
    {
        var members = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        HashSet<string>? names = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            if (members.Count == 1) names = new(members.Keys, StringComparer.OrdinalIgnoreCase);
            if (names?.Add(name) == false) return CelValue.Of(CelFault.WrongType);
            json.Read();
            var value = ReadValue(ref json, ref left);
            if (value.Kind == CelKind.Fault) return value;
            members.Add(name, value);
        }

        return CelValue.Of(members);
    }

    private static CelValue ReadArray(ref Utf8JsonReader json, ref int left)
    {
        var items = new List<CelValue>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var value = ReadValue(ref json, ref left);
            if (value.Kind == CelKind.Fault) return value;
            items.Add(value);
        }

        return CelValue.Of(items);
    }

    /// <summary>A whole number that 64 bits hold; else a double, as long as there is one.</summary>
    private static CelValue ReadNumber(ref Utf8JsonReader json)
    {
        if (json.TryGetInt64(out var whole)) return CelValue.Of(whole);
        return json.TryGetDouble(out var number) && double.IsFinite(number) ? CelValue.Of(number) : CelValue.Of(CelFault.Overflow);
    }
}
