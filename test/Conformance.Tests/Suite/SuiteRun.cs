using System.Text.Json;
using System.Text.RegularExpressions;
using AiGateway.Rig;

namespace AiGateway.Conformance.Tests.Suite;

/// <summary>Runs the official conformance suite of npm against a server, and reads what it wrote.</summary>
internal static partial class SuiteRun
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(8);
    private static readonly string Folder = Path.Combine(Checkout.Root, "test/Conformance.Tests/node");
    private static readonly string Program = Path.Combine(Folder, "node_modules/@modelcontextprotocol/conformance/dist/index.js");

    /// <summary>Some scenarios have time limits of their own: too many at once, and a slow machine fails them.</summary>
    private static readonly SemaphoreSlim Running = new(Math.Min(4, Environment.ProcessorCount));

    public static Task InstallAsync() => NodeModules.InstallAsync(Folder);

    /// <summary>Everything that the suite has for a server of this revision, whether it is scored or not.</summary>
    public static Task<IReadOnlyList<Check>> AllAsync(Uri server, string revision) =>
        RunAsync(ServerMode(server, revision == "2025-06-18" ? ["--suite", "all", "--spec-version", revision] : ["--requirements", revision]), new Dictionary<string, string>());

    public static Task<IReadOnlyList<Check>> OneAsync(Uri server, string revision, string scenario) =>
        RunAsync(ServerMode(server, ["--scenario", scenario, "--spec-version", revision]), new Dictionary<string, string>());

    /// <summary>The suite plays the server, the official client is what it tests.</summary>
    public static Task<IReadOnlyList<Check>> ClientAsync(string scenario, string revision, IReadOnlyDictionary<string, string> environment) => RunAsync(
        ["client", "--command", $"{NodeRuntime.Path(Folder)} {Path.Combine(Folder, "client.mjs")}", "--scenario", scenario, "--spec-version", revision, "--timeout", "120000"], environment);

    private static string[] ServerMode(Uri server, string[] what) => ["server", "--url", server.ToString(), .. what];

    private static async Task<IReadOnlyList<Check>> RunAsync(string[] what, IReadOnlyDictionary<string, string> environment)
    {
        await Running.WaitAsync();
        var results = Directory.CreateTempSubdirectory("aigateway-conformance-").FullName;
        try
        {
            await using var suite = ChildProcess.Start(environment, NodeRuntime.Path(Folder), [Program, .. what, "-o", results]);
            await suite.EndAsync(Bound);
            var checks = Directory.EnumerateDirectories(results).SelectMany(Read).ToArray();
            if (what[0] == "client" && Array.Exists(checks, check => check.Failed)) await Console.Out.WriteLineAsync($"What the suite and its client said:\n{suite.Told}");
            return checks.Length > 0 ? checks : throw new InvalidOperationException($"The suite checked nothing.\n{suite.Told}");
        }
        finally
        {
            Directory.Delete(results, recursive: true);
            Running.Release();
        }
    }

    private static IEnumerable<Check> Read(string folder)
    {
        var scenario = FolderName().Match(Path.GetFileName(folder)).Groups["scenario"].Value;
        var file = Path.Combine(folder, "checks.json");
        if (!File.Exists(file)) return [new(scenario, "scenario-ends", "ScenarioEnds", "FAILURE", "The scenario broke off")];

        using var checks = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. checks.RootElement.EnumerateArray().Select(check => Read(scenario, check))];
    }

    private static Check Read(string scenario, JsonElement check) => new(
        scenario,
        check.GetProperty("id").GetString()!,
        check.GetProperty("name").GetString()!,
        check.GetProperty("status").GetString()!,
        check.TryGetProperty("errorMessage", out var error) ? error.GetString() : null);

    /// <summary>The suite names a scenario's folder by the scenario and the time.</summary>
    [GeneratedRegex(@"^(server-)?(?<scenario>.+)-\d{4}-\d\d-\d\dT", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FolderName();
}
