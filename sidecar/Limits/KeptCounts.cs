using System.Collections.Frozen;
using System.Text.Json;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>
/// What the pod's own limits had counted, in one file beside the last good bundle: an agent that makes its sidecar start anew does not begin its windows anew. Written once a second where something changed, and at the end; a
/// process that is killed loses what it counted since. A file that cannot be read is told and left behind.
/// </summary>
internal sealed partial class KeptCounts(string folder, TimeProvider clock, ILogger<KeptCounts> logger)
{
    /// <summary>The most counts that are written down: those that used most.</summary>
    public const int MostCounts = 4096;

    private const int MaxBytes = 8 * 1024 * 1024;

    private readonly string _path = Path.Combine(folder, "limits.json");
    private FrozenDictionary<(string Limit, string Key), KeptCount>? _kept;
    private long _written;

    /// <summary>Takes up what the process before this one wrote down; nothing where the rule counts something else now, or it has left the window.</summary>
    public void Restore(LimitRule rule, WindowCount count)
    {
        if ((_kept ??= Load()).GetValueOrDefault((rule.Limit, count.Key)) is not { } kept || !kept.Fits(rule)) return;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var part = 0; part + 1 < kept.Parts.Length; part += 2) count.Restore(kept.Parts[part], kept.Parts[part + 1], now);
    }

    /// <summary>Writes down what is used now, where that has changed.</summary>
    public void Save(IEnumerable<LimitState> states)
    {
        var own = states.Where(state => !state.IsLeased && state.Window is not null).ToList();
        var used = own.Sum(state => state.Counts.Sum(count => count.Used));
        if (used == _written) return;
        KeptCount[] counts = [.. own.SelectMany(Read).OrderByDescending(count => count.Parts.Where((_, place) => place % 2 == 1).Sum()).Take(MostCounts)];
        try
        {
            OwnerFile.Write(_path, file => JsonSerializer.Serialize(file, counts, KeptCountsJson.Default.KeptCountArray));
            _written = used;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NotKept(logger, failure.GetType().Name);
        }
    }

    private static IEnumerable<KeptCount> Read(LimitState state)
    {
        foreach (var count in state.Counts.OfType<WindowCount>())
        {
            long[] parts = [.. count.Parts.SelectMany(part => new[] { part.Number, part.Used })];
            if (parts.Length > 0) yield return new() { Limit = state.Rule.Limit, Unit = state.Rule.Unit, WindowSeconds = state.Rule.WindowSeconds, Period = state.Rule.Period, Key = count.Key, Parts = parts };
        }
    }

    private FrozenDictionary<(string Limit, string Key), KeptCount> Load()
    {
        try
        {
            if (!File.Exists(_path) || new FileInfo(_path).Length > MaxBytes) return FrozenDictionary<(string, string), KeptCount>.Empty;
            var counts = JsonSerializer.Deserialize(File.ReadAllBytes(_path), KeptCountsJson.Default.KeptCountArray) ?? [];
            return counts.DistinctBy(count => (count.Limit, count.Key)).ToFrozenDictionary(count => (count.Limit, count.Key));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.NotRead(logger, failure.GetType().Name);
            return FrozenDictionary<(string, string), KeptCount>.Empty;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(260, LogLevel.Warning, "What limits counted could not be written down ({Why}); a restart would begin their windows anew")]
        public static partial void NotKept(ILogger logger, string why);

        [LoggerMessage(261, LogLevel.Warning, "What limits counted before could not be read ({Why}); their windows begin anew")]
        public static partial void NotRead(ILogger logger, string why);
    }
}
