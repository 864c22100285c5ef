using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;
using AiGateway.Fakes.Mcp.Scripts;

namespace AiGateway.Fakes.Mcp.Methods;

/// <summary>What a server says of itself: <c>initialize</c> in the older era, <c>server/discover</c> in the newer.</summary>
internal static class Introductions
{
    public static JsonObject ServerInfo(ServerParts parts) => new() { ["name"] = parts.Name, ["title"] = "Fake MCP server", ["version"] = "1.0.0" };

    public static JsonObject Initialize(ServerParts parts, string version)
    {
        var capabilities = Common();
        if (version == Revisions.NewestLegacy)
        {
            capabilities["tasks"] = JsonBytes.Parse("""{ "list": {}, "cancel": {}, "requests": { "tools": { "call": {} } } }""");
        }
        return Instructed(parts, new() { ["protocolVersion"] = version, ["capabilities"] = capabilities, ["serverInfo"] = ServerInfo(parts) });
    }

    public static JsonObject Discover(ServerParts parts)
    {
        var capabilities = Common();
        capabilities["extensions"] = new JsonObject { [MetaKeys.Tasks] = new JsonObject() };
        return Instructed(parts, new()
        {
            ["supportedVersions"] = new JsonArray([.. Versions(parts.Script.Eras).Select(version => JsonValue.Create(version))]),
            ["capabilities"] = capabilities,
        });
    }

    /// <summary>The revisions that a server of these eras implements.</summary>
    public static IEnumerable<string> Versions(Eras eras) =>
        Revisions.All.Where(version => eras == Eras.Both || Revisions.IsLegacy(version) == (eras == Eras.Legacy)).Where(version => version != Revisions.TwoUrls);

    private static JsonObject Common() => JsonBytes.Parse("""
        {
          "tools": { "listChanged": true },
          "prompts": { "listChanged": true },
          "resources": { "subscribe": true, "listChanged": true },
          "completions": {},
          "logging": {}
        }
        """);

    private static JsonObject Instructed(ServerParts parts, JsonObject result)
    {
        if (parts.Script.Instructions is { } instructions) result["instructions"] = instructions;
        return result;
    }
}
