using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AiGateway.Fakes.Mcp;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>A server that wants a token, an agent whose policy allows little of it, and definitions of which some are approved.</summary>
public sealed partial class GuardedLine : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Task<GuardedSight>> _sights = new();
    private RealLine _line = null!;

    /// <summary>The server behind all names but one.</summary>
    internal FakeMcpServer Fake { get; private set; } = null!;

    /// <summary>Whose definitions a test changes.</summary>
    internal FakeMcpServer Drifting { get; private set; } = null!;

    internal string Told => _line.Told + _line.Statuses;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await NodeClient.InstallAsync();
        var token = $"Authorization: Bearer {ToolManifests.Token}";
        Fake = await FakeMcpServer.StartAsync(new() { RequiredHeader = token });
        Drifting = await FakeMcpServer.StartAsync(new() { RequiredHeader = token });
        _line = await RealLine.StartAsync(("tools", "agent"), Write);
        foreach (var server in (string[])["guarded", "drifting"])
        {
            await GuardedClient.LookAsync("dotnet", Path(server)); // Nothing is approved yet: this is how it comes to be known.
            foreach (var tool in (string[])["get_weather", "search_orders", "test_sampling", "test_elicitation"]) await ApproveAsync(server, tool);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_line is not null) await _line.DisposeAsync();
        if (Fake is not null) await Fake.DisposeAsync();
        if (Drifting is not null) await Drifting.DisposeAsync();
    }

    /// <summary>What this client saw; it looks once for all tests.</summary>
    internal Task<GuardedSight> SightAsync(string client) => _sights.GetOrAdd(client, one => GuardedClient.SeeAsync(one, Path("guarded"), Path("strict")));

    internal string Path(string server) => $"{_line.Root}/mcp/{server}";

    /// <summary>Each official client sees this, at once or when the new rules are there.</summary>
    internal async Task SeenAsync(string server, Func<GuardedSight, bool> expected)
    {
        foreach (var client in GuardedClient.All)
        {
            GuardedSight? sight = null;
            await Eventually.HoldsAsync(async () => expected(sight = await GuardedClient.LookAsync(client, Path(server))), $"{client} sees it", () => $"{sight}: {sight?.Allowed} {string.Join(',', sight?.Listed ?? [])}\n{Told}");
        }
    }

    /// <summary>Does what the operator's user does: copies the newest line of the status that is not approved yet into the manifest.</summary>
    internal async Task ApproveAsync(string server, string tool)
    {
        var manifest = System.IO.Path.Combine(_line.Manifests, $"{server}.yaml");
        var approved = await File.ReadAllTextAsync(manifest);
        string? pin = null;
        await Eventually.HoldsAsync(
            () => (pin = Pins().Matches(_line.Statuses).Select(match => match.Value).FirstOrDefault(one => one.StartsWith($"{tool}@", StringComparison.Ordinal) && !approved.Contains(one, StringComparison.Ordinal))) is not null,
            $"the status shows the definition of {tool}",
            () => Told);
        _line.Edit($"{server}.yaml", "approvedTools: [", $"approvedTools: [\"{pin}\", ");
    }

    private void Write(string folder)
    {
        File.WriteAllText(System.IO.Path.Combine(folder, "agent.yaml"), ToolManifests.Agent);
        WriteServer("guarded", Fake, "pinning: Block", "approvedTools: []");
        WriteServer("drifting", Drifting, "pinning: Block", "approvedTools: []");
        WriteServer("strict", Fake, "pinning: Off");
        File.WriteAllText(System.IO.Path.Combine(folder, "policy.yaml"), ToolManifests.Policy(Little));

        void WriteServer(string name, FakeMcpServer server, params string[] more) => File.WriteAllText(
            System.IO.Path.Combine(folder, $"{name}.yaml"),
            ToolManifests.Server(name, $"{server.Url}", string.Join("\n  ", ["auth: { bearer: { secretRef: { name: token } } }", .. more])));
    }

    private const string Little = """
            - server: guarded
              tools:
                allow: [get_weather, search_orders, delete_order]
                deny: [delete_order]
                when: tool == "search_orders" || arguments.city == "Paris"
            - server: guarded
              tools: { allow: [test_sampling, test_elicitation] }
              sampling: Deny
              elicitation: Allow
            - server: strict
              tools: { allow: [get_weather], deny: ["delete_*"], onDeny: Error }
            - server: drifting
              tools: { allow: ["*"] }
        """;

    [GeneratedRegex("[a-z_]+@sha256:[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Pins();
}
