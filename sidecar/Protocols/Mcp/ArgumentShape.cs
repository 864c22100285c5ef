using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What a tool call's arguments look like, without a value and without a name that the tool's own schema does not have.</summary>
internal static class ArgumentShape
{
    /// <summary>The most members that are told.</summary>
    public const int MaxMembers = 64;

    public const string UnknownName = "?";

    /// <summary>The members of an object, and how many there are beyond those told; nothing of what is no object.</summary>
    public static (ImmutableArray<McpArgument> Members, int More) Of(in ReadOnlySequence<byte> arguments, ImmutableArray<string> known)
    {
        var members = ImmutableArray.CreateBuilder<McpArgument>();
        var more = 0;
        var json = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return ([], 0);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = members.Count < MaxMembers ? NameOf(ref json, known) : null;
            json.Read();
            var (token, start) = (json.TokenType, json.TokenStartIndex);
            json.Skip();
            if (name is null) more++;
            else members.Add(new(name, TypeOf(token), SizeOf(token, json.BytesConsumed - start)));
        }

        return (members.DrainToImmutable(), more);
    }

    private static string NameOf(ref Utf8JsonReader json, ImmutableArray<string> known)
    {
        foreach (var name in known)
        {
            if (json.ValueTextEquals(name)) return name;
        }

        return UnknownName;
    }

    private static string TypeOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "boolean",
    };

    private static string? SizeOf(JsonTokenType token, long bytes) => token is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.String) ? null : bytes switch
    {
        <= 16 => "<=16",
        <= 64 => "<=64",
        <= 256 => "<=256",
        <= 1024 => "<=1Ki",
        <= 4096 => "<=4Ki",
        <= 16_384 => "<=16Ki",
        <= 65_536 => "<=64Ki",
        <= 262_144 => "<=256Ki",
        <= 1_048_576 => "<=1Mi",
        _ => ">1Mi",
    };
}
