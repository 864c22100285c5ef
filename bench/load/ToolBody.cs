namespace AiGateway.Load;

/// <summary>Prints a request of the newest revision of MCP (2026-07-28), as its official clients write one: the method, its parameters, and who asks.</summary>
internal static class ToolBody
{
    private const string Meta = """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1.0.0"},"io.modelcontextprotocol/clientCapabilities":{}}
        """;

    /// <param name="method">The method, as <c>tools/call</c>.</param>
    /// <param name="parameters">The members of its parameters; empty for none.</param>
    public static int Print(string method, string parameters)
    {
        var members = parameters.Length == 0 ? Meta : $"{parameters},{Meta}";
        Console.Out.Write($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{ {{members}} } }""");
        return 0;
    }
}
