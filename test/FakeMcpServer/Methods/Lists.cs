using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Calls;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Methods;

/// <summary>Lists by pages: the cursor is opaque to the client.</summary>
internal static class Lists
{
    public static JsonObject Page(Call call, string name, JsonObject[] entries, int pageSize)
    {
        var from = call.Params.TryGetPropertyValue("cursor", out var cursor) ? Read(cursor.Text(), entries.Length) : 0;
        var size = pageSize > 0 ? pageSize : entries.Length;
        var page = new JsonObject { [name] = new JsonArray([.. entries.Skip(from).Take(size)]) };
        if (from + size < entries.Length) page["nextCursor"] = Write(from + size);
        return page;
    }

    private static string Write(int place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"page:{place}")));

    private static int Read(string? cursor, int count)
    {
        var bytes = new byte[cursor?.Length ?? 0];
        if (cursor is null || !Convert.TryFromBase64String(cursor, bytes, out var length)) throw Refusal();

        var text = Encoding.ASCII.GetString(bytes, 0, length);
        return text.Split(':') is ["page", var place] && int.TryParse(place, CultureInfo.InvariantCulture, out var index) && index > 0 && index < count ? index : throw Refusal();
    }

    private static RpcFault Refusal() => RpcFault.InvalidParams("Invalid cursor");
}
