using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What a server may ask the agent's client for, and whether a policy allows it: as a request of its own, or inside a result (MCP 2026-07-28, multi round-trip requests).</summary>
internal static class InputRequests
{
    private const int MaxMethod = 64;

    /// <summary>The policy's subject of a method; null for one that no server may send.</summary>
    public static McpSubject? SubjectOf(string? method) => method switch
    {
        "sampling/createMessage" => McpSubject.Sampling,
        "elicitation/create" => McpSubject.Elicitation,
        "roots/list" => McpSubject.Roots,
        _ => null,
    };

    /// <summary>The first of the requests in a result that the server may not make; null where it may make them all.</summary>
    public static GateRefusal? Judge(in ReadOnlySequence<byte> message, ServerMark requests, GateScope scope)
    {
        if (requests.Type == JsonTokenType.Null) return null;
        if (requests.Type != JsonTokenType.StartObject) return GateRefusal.Unread;
        var json = new Utf8JsonReader(message.Slice(requests.Value, requests.End - requests.Value), new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            json.Read();
            var method = MethodOf(ref json);
            if (SubjectOf(method) is not { } subject) return GateRefusal.AskedUnknown;
            if (scope.Decide(subject) is { Allowed: false } denial) return GateRefusal.Asked(method!, denial);
        }

        return null;
    }

    /// <summary>The method of the request that the reader stands on, and past it; null where it has none that is fit.</summary>
    private static string? MethodOf(ref Utf8JsonReader json)
    {
        string? method = null;
        if (json.TokenType != JsonTokenType.StartObject) json.Skip();
        else
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isMethod = ServerItems.MemberOf(json, out var isLookAlike) == ServerMember.Method;
                json.Read();
                if (isLookAlike) return null; // The reader is not used again: nothing behind it can make this good.
                if (isMethod) method = ServerItems.TextOf(json, MaxMethod);
                json.Skip();
            }
        }

        return method;
    }
}
