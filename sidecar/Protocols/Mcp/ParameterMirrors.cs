using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Headers that repeat arguments of a tool call (MCP 2026-07-28, Streamable HTTP, custom headers). Which argument a header repeats says the tool's schema; where it is one of the
/// header's own name, the two must agree, and any other header passes for the tool server to look at.
/// </summary>
internal static class ParameterMirrors
{
    /// <summary>All of them, as they came.</summary>
    public static ImmutableArray<(string Name, string Value)> Of(IHeaderDictionary headers)
    {
        ImmutableArray<(string Name, string Value)>.Builder? mirrors = null;
        foreach (var (name, values) in headers)
        {
            if (name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase)) (mirrors ??= ImmutableArray.CreateBuilder<(string, string)>()).Add((name, values.ToString()));
        }

        return mirrors?.DrainToImmutable() ?? [];
    }

    /// <summary>What is wrong with them; null where nothing is, or there are none.</summary>
    public static Refusal? Check(IHeaderDictionary headers, McpMessage message, Body body)
    {
        List<(string Name, string Value)>? mirrors = null;
        foreach (var (name, values) in headers)
        {
            if (!name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            if (McpHeaders.FaultOf(name, values) is { } fault) return fault;
            (mirrors ??= []).Add((name, values[0]!));
        }

        return mirrors is null || message.Arguments.Length == 0 ? null : Check(mirrors, message.Arguments, body);
    }

    private static Refusal? Check(List<(string Name, string Value)> mirrors, BodySpan arguments, Body body)
    {
        var json = new Utf8JsonReader(body.Bytes.Slice(arguments.Start, arguments.Length), new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var argument = json.GetString()!;
            json.Read();
            foreach (var (name, value) in mirrors)
            {
                if (!name.AsSpan(McpHeaders.ParameterPrefix.Length).Equals(argument, StringComparison.OrdinalIgnoreCase) || Agrees(ref json, value)) continue;
                return new(RefusalReason.HeaderMismatch, $"The header '{name}' does not say what the argument of this name says in the body.", name);
            }

            json.Skip();
        }

        return null;
    }

    private static bool Agrees(ref Utf8JsonReader json, string header)
    {
        if (json.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)) return true;
        if (MirroredValue.Decode(header) is not { } value) return false;
        return json.TokenType switch
        {
            JsonTokenType.String => json.GetString() == value,
            JsonTokenType.True => value == "true",
            JsonTokenType.False => value == "false",
            _ => json.TryGetDecimal(out var number) && decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var said) && number == said,
        };
    }
}
