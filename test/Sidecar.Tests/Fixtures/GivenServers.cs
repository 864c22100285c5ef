using System.Collections.Frozen;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>Snapshots with tool servers, of which nothing is called.</summary>
internal static class GivenServers
{
    public static Snapshot Snapshot(params (string Name, McpTransport Transport)[] servers) => Snapshot(Given.Policy("base"), servers);

    public static Snapshot Snapshot(PolicyRule policy, params (string Name, McpTransport Transport)[] servers)
    {
        var plain = Given.Snapshot([policy]);
        return new()
        {
            Agent = plain.Agent,
            Revision = plain.Revision,
            Sources = plain.Sources,
            Rules = plain.Rules,
            Routes = plain.Routes,
            Servers = servers.ToFrozenDictionary(server => server.Name, server => Server(server.Name, server.Transport), StringComparer.Ordinal),
        };
    }

    private static ToolServer Server(string name, McpTransport transport) => new()
    {
        Name = name,
        Route = Given.Route([name], Given.Target(new("https://tools.example/secret-path"), provider: name, dialect: Dialects.Mcp)),
        Transport = transport,
    };
}
