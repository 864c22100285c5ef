using System.Text.RegularExpressions;

namespace AiGateway.Architecture.Tests;

/// <summary>
/// The floors of a house, bottom first; rooms on one floor do not name each other. An arrow is a using line or a qualified
/// name, read from the text: what the compiler would accept, this refuses.
/// </summary>
internal sealed partial record Floors(string House, string Namespace, string[][] Levels)
{
    public static readonly Floors Operator = new("operator", "AiGateway.Operator",
    [
        ["Kubernetes"],
        ["Resources"],
        ["Certificates"],
        ["Compile", "Watch", "Publish", "Inject", "Tokens"],
        ["Approvals", "Leases", "NetworkPolicies", "Registry", "Status", "Suggestions"],
        ["Watchdog"],
        ["Reconcile"],
    ]);

    public static readonly Floors Sidecar = new("sidecar", "AiGateway.Sidecar",
    [
        ["Bodies", "Guards", "Prices", "Redirects"],
        ["Snapshots"],
        ["Calls"],
        ["Conversations", "Ledgers", "Limits"],
        ["Protocols", "Journals", "Meters"],
        ["Egress", "Stages"],
        ["Pipeline"],
        ["Hosting"],
    ]);

    /// <summary>Every arrow that does not run down, and every room that stands on no floor.</summary>
    public IEnumerable<string> Violations(IEnumerable<SourceFile> files) => files.SelectMany(Violations);

    private IEnumerable<string> Violations(SourceFile file)
    {
        var floor = FloorOf(file.Room);
        if (file.Room.Length == 0)
        {
            if (System.IO.Path.GetFileName(file.Path) != "Program.cs") yield return $"{file.Path}: the root holds Program.cs alone";
            yield break;
        }

        if (floor < 0) yield return $"{file.Path}: the room {file.Room} stands on no floor";
        foreach (var room in Arrows(file).Where(room => room != file.Room && FloorOf(room) >= floor))
            yield return $"{file.Path}: {file.Room} names {room}, which does not stand below it";
    }

    private IEnumerable<string> Arrows(SourceFile file) =>
        Name().Matches(file.Text)
            .Where(match => match.Groups["ns"].Value == Namespace)
            .Select(match => match.Groups["room"].Value)
            .Where(room => FloorOf(room) >= 0)
            .Distinct();

    private int FloorOf(string room) => Array.FindIndex(Levels, level => level.Contains(room));

    [GeneratedRegex(@"(?<ns>AiGateway\.(?:Operator|Sidecar))\.(?<room>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();
}
