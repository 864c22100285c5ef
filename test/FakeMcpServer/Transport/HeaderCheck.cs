using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Transport;

/// <summary>Compares the headers of a request with its body (2026-07-28, streamable-http, "Server Validation").</summary>
internal static class HeaderCheck
{
    private const string ParameterPrefix = "Mcp-Param-";

    public static void Compare(HttpContext http, RpcMessage message, ToolCatalog tools)
    {
        if (Header(http, "Mcp-Method") is not { } method || method != message.Method) throw RpcFault.HeaderMismatch("Mcp-Method is not the body's method");
        if (message.Subject is not { } subject) return;

        if (Header(http, "Mcp-Name") is not { } name || HeaderValue.Decode(name) != subject) throw RpcFault.HeaderMismatch("Mcp-Name is not what the body names");
        if (message.Method == "tools/call" && tools.Find(subject) is { } tool)
            CompareProperties(http, tool.Definition.Object("inputSchema"), message.Params.Object("arguments"));
    }

    /// <summary>The annotation holds only where a chain of properties leads to it.</summary>
    private static void CompareProperties(HttpContext http, JsonObject? schema, JsonObject? arguments)
    {
        foreach (var (name, property) in schema.Object("properties").OrEmpty())
        {
            if (property.Member("x-mcp-header").Text() is { } header) CompareOne(http, ParameterPrefix + header, arguments?[name]);
            CompareProperties(http, property as JsonObject, arguments.Object(name));
        }
    }

    private static void CompareOne(HttpContext http, string header, JsonNode? value)
    {
        var sent = Header(http, header);
        if (value is null && sent is null) return;
        if (value is null || sent is null) throw RpcFault.HeaderMismatch($"{header} and the argument are not both there");
        if (HeaderValue.Decode(sent) is not { } decoded || !IsSame(decoded, value)) throw RpcFault.HeaderMismatch($"{header} is not the argument");
    }

    private static bool IsSame(string decoded, JsonNode value) =>
        value.Text() is { } text ? decoded == text
        : value.Flag() is { } flag ? decoded == (flag ? "true" : "false")
        : value.Number() is { } number && double.TryParse(decoded, NumberStyles.Float, CultureInfo.InvariantCulture, out var sent) && sent.Equals(number);

    private static string? Header(HttpContext http, string name) => http.Request.Headers.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
