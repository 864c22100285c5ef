using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Probe;

/// <summary>Tries one after the other; none can keep the next from being tried.</summary>
internal static class Runner
{
    /// <param name="attempts">What to try.</param>
    /// <param name="around">What is outside.</param>
    /// <param name="longest">What takes longer is refused.</param>
    public static async Task<int> RunAsync(IEnumerable<Attempt> attempts, Surroundings around, TimeSpan longest)
    {
        foreach (var attempt in attempts) Print(attempt.Name, await TryAsync(attempt, around, longest));
        return 0;
    }

    private static async Task<Outcome> TryAsync(Attempt attempt, Surroundings around, TimeSpan longest)
    {
        try
        {
            return await attempt.TryAsync(around).WaitAsync(longest);
        }
        catch (Exception failure)
        {
            var root = failure.GetBaseException();
            return Outcome.Refused($"{root.GetType().Name}: {root.Message}");
        }
    }

    private static void Print(string name, Outcome outcome)
    {
        using var stream = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(stream))
        {
            new JsonObject { ["attempt"] = name, ["outcome"] = outcome.Reached ? "reached" : "refused", ["detail"] = outcome.Detail }.WriteTo(json);
        }

        stream.Write("\n"u8);
    }
}
