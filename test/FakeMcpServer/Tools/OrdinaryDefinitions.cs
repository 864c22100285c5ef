namespace AiGateway.Fakes.Mcp.Tools;

/// <summary>What the list shows of the ordinary tools, with everything that a definition may have.</summary>
internal static class OrdinaryDefinitions
{
    public const string GetWeather = """
        {
          "name": "get_weather",
          "title": "Weather",
          "description": "Tells the weather of a city right now.",
          "inputSchema": {
            "type": "object",
            "properties": { "city": { "type": "string", "description": "The city's name", "minLength": 1, "maxLength": 100 } },
            "required": ["city"],
            "additionalProperties": false
          },
          "outputSchema": {
            "type": "object",
            "properties": { "city": { "type": "string" }, "temperature": { "type": "number" }, "conditions": { "type": "string" } },
            "required": ["city", "temperature", "conditions"]
          },
          "annotations": { "title": "Weather", "readOnlyHint": true, "idempotentHint": true, "openWorldHint": true }
        }
        """;

    public const string SearchOrders = """
        {
          "name": "search_orders",
          "title": "Search orders",
          "description": "Finds orders by a word in their id, customer or item.",
          "inputSchema": {
            "type": "object",
            "properties": {
              "query": { "type": "string", "description": "The word to look for" },
              "limit": { "type": "integer", "description": "How many at most", "minimum": 1, "maximum": 100, "default": 10 }
            },
            "required": ["query"]
          },
          "outputSchema": {
            "type": "object",
            "properties": { "orders": { "type": "array", "items": { "type": "object" } } },
            "required": ["orders"]
          },
          "annotations": { "readOnlyHint": true, "openWorldHint": false }
        }
        """;

    public const string DeleteOrder = """
        {
          "name": "delete_order",
          "title": "Delete an order",
          "description": "Deletes an order for good.",
          "inputSchema": {
            "type": "object",
            "properties": { "id": { "type": "string", "description": "The order's id", "pattern": "^[A-Z]-[0-9]+$" } },
            "required": ["id"]
          },
          "outputSchema": { "type": "object", "properties": { "deleted": { "type": "string" } }, "required": ["deleted"] },
          "annotations": { "readOnlyHint": false, "destructiveHint": true, "idempotentHint": true, "openWorldHint": false }
        }
        """;

    public const string SendEmail = """
        {
          "name": "send_email",
          "title": "Send an e-mail",
          "description": "Sends an e-mail in the name of the shop.",
          "inputSchema": {
            "type": "object",
            "properties": {
              "to": { "type": "string", "format": "email", "description": "The address" },
              "body": { "type": "string", "description": "The text" }
            },
            "required": ["to", "body"]
          },
          "outputSchema": { "type": "object", "properties": { "sent": { "type": "boolean" }, "to": { "type": "string" } }, "required": ["sent", "to"] },
          "annotations": { "readOnlyHint": false, "destructiveHint": false, "openWorldHint": true }
        }
        """;

    public const string Add = """
        {
          "name": "add",
          "title": "Add",
          "description": "Adds two numbers.",
          "inputSchema": {
            "type": "object",
            "properties": { "a": { "type": "number", "description": "The first" }, "b": { "type": "number", "description": "The second" } },
            "required": ["a", "b"]
          },
          "outputSchema": { "type": "object", "properties": { "sum": { "type": "number" } }, "required": ["sum"] },
          "annotations": { "readOnlyHint": true, "idempotentHint": true, "openWorldHint": false }
        }
        """;

    public const string Slow = """
        {
          "name": "slow",
          "title": "Wait",
          "description": "Waits, and tells ten times how far it is.",
          "inputSchema": {
            "type": "object",
            "properties": {
              "seconds": { "type": "number", "description": "How long in all", "minimum": 0 },
              "progress": { "type": "boolean", "description": "Whether to tell how far it is", "default": true }
            },
            "required": ["seconds"]
          },
          "outputSchema": { "type": "object", "properties": { "waited": { "type": "number" } }, "required": ["waited"] },
          "annotations": { "readOnlyHint": true, "idempotentHint": true, "openWorldHint": false }
        }
        """;

    /// <summary>A tool one of whose arguments is repeated in a header (2026-07-28, streamable-http, "Custom Headers from Tool Parameters").</summary>
    public const string QueryRegion = """
        {
          "name": "query_region",
          "title": "Query a region",
          "description": "Runs a query in one region.",
          "inputSchema": {
            "type": "object",
            "properties": {
              "region": { "type": "string", "description": "Where to run it", "x-mcp-header": "Region" },
              "query": { "type": "string", "description": "The query" }
            },
            "required": ["region"]
          },
          "annotations": { "readOnlyHint": true, "openWorldHint": false }
        }
        """;
}
