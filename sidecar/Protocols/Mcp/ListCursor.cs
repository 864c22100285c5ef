using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Finds out which page of the tools the agent asks for: by the cursor a page finds the list that it belongs to.</summary>
internal static class ListCursor
{
    /// <summary>Not known for a batch, for a request that asks for no tools, and where the cursor is none.</summary>
    public static ListPlace Of(McpRequest request)
    {
        if (request is not { IsBatch: false, First.Method: McpMethod.ToolsList, Body: { } body }) return default;
        var json = new Utf8JsonReader(body.Bytes, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        json.Read();
        if (!TryFind(ref json, "params"u8) || json.TokenType != JsonTokenType.StartObject) return new(true);
        if (!TryFind(ref json, "cursor"u8) || json.TokenType == JsonTokenType.Null) return new(true);
        return ServerItems.TextOf(json, OpenList.MaxCursor) is { } cursor ? new(true, cursor) : default;
    }

    /// <summary>Remembers which page the agent asks for, where the answer comes on another stream: that of the HTTP+SSE transport, whose endpoint the request is posted to.</summary>
    public static void Expect(McpRequest request, McpLedgers ledgers)
    {
        if (request is { Endpoint: { } stream, First: { } asked } && Of(request) is { IsKnown: true } place) ledgers.Pages.Add(request.Server, stream, asked.Id.Span, place.Cursor);
    }

    /// <summary>Goes to the value of a member of the object that the reader stands on.</summary>
    private static bool TryFind(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = json.ValueTextEquals(name);
            json.Read();
            if (isFound) return true;
            json.Skip();
        }

        return false;
    }
}
