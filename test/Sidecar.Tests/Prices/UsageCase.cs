using System.Globalization;
using System.Runtime.CompilerServices;
using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Tests.Prices;

/// <summary>
/// A folder under <c>cases</c>: what a provider answers, as <c>answer.json</c>, <c>stream.txt</c> (events), <c>frames.txt</c> (the payloads of AWS's stream, one a line) or <c>message.json</c> (of a
/// realtime conversation), and what was worked out by hand of it in <c>expected.txt</c>: the call where it is one for images, the price, the usage, the arithmetic as comments, and the cost.
/// </summary>
internal sealed class UsageCase(string folder)
{
    private readonly Dictionary<string, string> _words = File.ReadLines(Path.Combine(folder, "expected.txt"))
        .Where(line => !line.StartsWith('#'))
        .SelectMany(line => line.Split(' ').Skip(1).Select(pair => (Key: line.Split(' ')[0] + "." + pair.Split('=')[0], Value: pair.Split('=')[1])))
        .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    public static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");

    /// <summary>The file that holds the provider's words.</summary>
    public string FileName => Path.GetFileName(Directory.GetFiles(folder).Single(file => !file.EndsWith("expected.txt", StringComparison.Ordinal)));

    public byte[] Bytes => File.ReadAllBytes(Path.Combine(folder, FileName));

    public long Nanos => Count("cost.nanos");

    public bool IsEstimated => _words.ContainsKey("cost.estimated");

    public string Source => _words.GetValueOrDefault("usage.source", "reported");

    /// <summary>Set by <c>call images</c> for an answer to a call for images, <c>call chat</c> or nothing for another's.</summary>
    public bool MakesImages => _words.ContainsKey("call.images");

    public PriceRule Price => new()
    {
        Model = "m",
        Source = "case",
        Input = Amount("input")!.Value,
        Output = Amount("output")!.Value,
        CachedInput = Amount("cachedInput"),
        CacheWrite = Amount("cacheWrite"),
        CacheWriteHour = Amount("cacheWriteHour"),
        AudioInput = Amount("audioInput"),
        AudioOutput = Amount("audioOutput"),
        ImageInput = Amount("imageInput"),
        ImageOutput = Amount("imageOutput"),
        WebSearch = Amount("webSearch"),
        Request = Amount("request"),
        Image = Amount("image"),
    };

    /// <summary>A count of the expected usage; zero where it is not said.</summary>
    public long Of(string name) => Count("usage." + name);

    private long Count(string key) => _words.TryGetValue(key, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    private decimal? Amount(string name) => _words.TryGetValue("price." + name, out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
