using System.Buffers;
using System.Net;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Writes the agent's tool servers as MCP clients read them (mcp.json): each a name, the transport, and its path on this sidecar; nothing of where the server is or of its credential.
/// The file in the pod and the answer at /mcp are both of this.
/// </summary>
internal static class McpConfig
{
    public const string Path = "/mcp";

    /// <summary>The whole document; without a server where no rules are in force, or the agent may call nothing.</summary>
    public static byte[] Write(Snapshot? snapshot, IPEndPoint api)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartObject("mcpServers");
            foreach (var server in ServersOf(snapshot)) Write(json, server, api);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static IEnumerable<ToolServer> ServersOf(Snapshot? snapshot) =>
        snapshot is null || snapshot.Rules.DecideAgent() is not null ? [] : snapshot.Servers.Values.OrderBy(server => server.Name, StringComparer.Ordinal);

    private static void Write(Utf8JsonWriter json, ToolServer server, IPEndPoint api)
    {
        json.WriteStartObject(server.Name);
        json.WriteString("type", server.Transport == McpTransport.Sse ? "sse" : "http");
        json.WriteString("url", $"http://{api}{Path}/{Uri.EscapeDataString(server.Name)}");
        json.WriteEndObject();
    }
}
