using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The members of a body's root, in their order.</summary>
/// <param name="RootStart">The position behind the opening brace.</param>
/// <param name="Members">All of them.</param>
internal sealed record TopMembers(long RootStart, List<TopMember> Members)
{
    /// <summary>Null where the body is no JSON object.</summary>
    public static TopMembers? Read(in ReadOnlySequence<byte> body)
    {
        try
        {
            return ReadObject(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TopMembers? ReadObject(in ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return null;
        var root = new TopMembers(json.BytesConsumed, []);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (name, start) = (json.GetString()!, json.TokenStartIndex);
            json.Read();
            var value = json.TokenStartIndex;
            json.Skip();
            root.Members.Add(new(name, start, value, json.BytesConsumed));
        }

        return root;
    }
}
