using System.Text.Json;
using AiGateway.Sdk.Tests.Line;
using ModelContextProtocol;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>Goes to a guarded server with one of the official clients, as an agent that has a token of its own, and tells what it saw.</summary>
internal static class GuardedClient
{
    public static readonly string[] All = ["ts-v1", "ts-v2", "dotnet", "dotnet, 2025-11-25"];

    private static readonly Dictionary<string, string> OfTheAgent = new() { ["Authorization"] = "Bearer of-the-agent" };

    public static bool IsModern(string client) => client is "ts-v2" or "dotnet";

    /// <summary>The client's own class of an error of the protocol.</summary>
    public static string ErrorOf(string client) => client switch { "ts-v1" => "McpError", "ts-v2" => "ProtocolError", _ => nameof(McpProtocolException) };

    /// <summary>Everything that there is to see.</summary>
    public static async Task<GuardedSight> SeeAsync(string client, string guarded, string strict)
    {
        if (Node(client) is { } version) return Read(await NodeClient.PlayToolsAsync("mcp/guarded.mjs", version, $$"""{"guarded":"{{guarded}}","strict":"{{strict}}"}"""));

        await using var first = await OpenAsync(client, guarded);
        await using var second = await OpenAsync(client, strict);
        var sight = await SeeAsync(first) with
        {
            Refused = await TryAsync(second, "delete_order", ("id", "A-1001")),
            After = await TryAsync(second, "get_weather", ("city", "Rome")),
        };
        await using var again = await OpenAsync(client, strict);
        return sight with
        {
            Eras = [.. new[] { first, second, again }.Select(one => one.IsModern ? "modern" : "legacy")],
            Statuses = [.. first.Http.Answers.Concat(second.Http.Answers).Select(answer => (int)answer.Status)],
        };
    }

    /// <summary>Which tools a new client sees, and what calling one comes to.</summary>
    public static async Task<GuardedSight> LookAsync(string client, string url)
    {
        if (Node(client) is { } version) return Read(await NodeClient.PlayToolsAsync("mcp/look.mjs", version, url));

        await using var opened = await OpenAsync(client, url);
        return new() { Listed = await ListAsync(opened), Allowed = await TryAsync(opened, "get_weather", ("city", "Paris")) };
    }

    public static Task<DotnetToolClient> OpenAsync(string client, string url) =>
        DotnetToolClient.OpenAsync(new(url) { Headers = OfTheAgent, Revision = IsModern(client) ? null : "2025-11-25" });

    public static async Task<string[]> ListAsync(DotnetToolClient client) => [.. (await client.Client.ListToolsAsync()).Select(tool => tool.Name)];

    private static async Task<GuardedSight> SeeAsync(DotnetToolClient client) => new()
    {
        Listed = await ListAsync(client),
        Allowed = await TryAsync(client, "get_weather", ("city", "Paris")),
        Unmet = await TryAsync(client, "get_weather", ("city", "Rome")),
        Denied = await TryAsync(client, "delete_order", ("id", "A-1001")),
        Sampling = await TryAsync(client, "test_sampling", ("prompt", "Hello")),
        Elicitation = await TryAsync(client, "test_elicitation", ("message", "Who?")),
    };

    private static string? Node(string client) => client.StartsWith("ts-", StringComparison.Ordinal) ? client[3..] : null;

    private static GuardedSight Read(string[] lines) => JsonSerializer.Deserialize(lines[^1], NodeJsonContext.Default.GuardedSight)!;

    private static async Task<GuardedSight.Said> TryAsync(DotnetToolClient client, string tool, (string Name, string Value) argument)
    {
        try
        {
            var result = await client.CallAsync(tool, new Dictionary<string, object?> { [argument.Name] = argument.Value });
            return new() { Text = DotnetToolCase.Text(result), IsError = result.IsError ?? false };
        }
        catch (McpProtocolException error)
        {
            return new() { Error = error.GetType().Name, Code = (int)error.ErrorCode, Text = error.Message };
        }
    }
}
