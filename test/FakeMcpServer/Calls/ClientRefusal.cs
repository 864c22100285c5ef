namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>The client answered the server's question with an error.</summary>
internal sealed class ClientRefusal(string message) : Exception(message);
