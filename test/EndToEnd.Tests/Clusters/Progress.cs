using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>One line to the terminal for each thing that takes its time, and for each figure that was measured.</summary>
internal static class Progress
{
    /// <summary>The trait of tests that tell a figure which a bench collects.</summary>
    public const string Measures = nameof(Measures);

    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static void Say(string line) => Console.WriteLine($"   {Clock.Elapsed.TotalSeconds,6:F1}s  {line}");

    public static void Figure(string what, TimeSpan measured) => Say($"measured: {what}: {measured.TotalMilliseconds:F0} ms");

    /// <summary>
    /// From an edit, before kubectl was started for it, to what an agent saw of it, by the agent's clock, which is this machine's. Its bar is two seconds; bench/inforce.sh holds it to that.
    /// </summary>
    public static void InForce(string what, DateTimeOffset edited, JsonNode seen) =>
        Say($"in force: {what}: {(DateTimeOffset.FromUnixTimeMilliseconds((long)seen["at"]!) - edited).TotalMilliseconds:F0} ms");
}
