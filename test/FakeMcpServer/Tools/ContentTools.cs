using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Catalog;

namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>The conformance suite's tools that answer at once, one for each kind of content.</summary>
internal static class ContentTools
{
    // First of all tools: the suite calls whatever stands first in the list without arguments.
    public static IEnumerable<Tool> All =>
    [
        Tool.Plain("test_simple_text", "Answers with text.", _ => Content.Says("This is a simple text response for testing.")),
        Tool.Plain("test_image_content", "Answers with an image.", _ => Content.Result(Content.Image())),
        Tool.Plain("test_audio_content", "Answers with sound.", _ => Content.Result(Content.Audio())),
        Tool.Plain("test_embedded_resource", "Answers with a resource.", _ =>
            Content.Result(Content.Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."))),
        Tool.Plain("test_multiple_content_types", "Answers with several kinds of content.", _ => Mixed()),
        Tool.Plain("test_error_handling", "Always fails.", _ => Content.Fails("This tool intentionally returns an error for testing")),
        Tool.Of(JsonSchema, _ => Content.Says("valid")),
    ];

    private static JsonObject Mixed() => Content.Result(
        Content.Text("Multiple content types test:"),
        Content.Image(),
        Content.Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""));

    /// <summary>Keywords that a proxy which types schemas would lose (SEP-1613, SEP-2106).</summary>
    private const string JsonSchema = """
        {
          "name": "json_schema_2020_12_tool",
          "description": "A tool whose schema uses keywords of JSON Schema 2020-12.",
          "inputSchema": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "$defs": {
              "address": { "$anchor": "addressDef", "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } }
            },
            "properties": {
              "name": { "type": "string" },
              "address": { "$ref": "#/$defs/address" },
              "contactMethod": { "type": "string", "enum": ["phone", "email"] },
              "phone": { "type": "string" },
              "email": { "type": "string" }
            },
            "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
            "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
            "then": { "required": ["phone"] },
            "else": { "required": ["email"] },
            "additionalProperties": false
          }
        }
        """;
}
