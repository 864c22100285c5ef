using System.Diagnostics;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>One line to the terminal for each thing that takes its time, and for each figure that was measured.</summary>
internal static class Progress
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static void Say(string line) => Console.WriteLine($"   {Clock.Elapsed.TotalSeconds,6:F1}s  {line}");

    public static void Figure(string what, TimeSpan measured) => Say($"measured: {what}: {measured.TotalMilliseconds:F0} ms");
}
