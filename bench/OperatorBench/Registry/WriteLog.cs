using System.Globalization;
using System.Text.Json;

namespace AiGateway.OperatorBench.Registry;

/// <summary>The requests that wrote Agents, refused ones too, by the API server's own audit log: when it received each.</summary>
internal static class WriteLog
{
    /// <summary>Agents and their statuses alone, when each request has been answered.</summary>
    public const string AuditPolicy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: Metadata
          verbs: [create, update, patch, delete, deletecollection]
          resources: [{group: aigateway.dev, resources: [agents, agents/status]}]
        - level: None

        """;

    /// <summary>In the order of time.</summary>
    public static List<DateTimeOffset> Read(string file)
    {
        using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(shared);
        return [.. Lines(reader).Select(At).Order()];
    }

    /// <summary>The most in any second.</summary>
    public static int MostInASecond(List<DateTimeOffset> writes)
    {
        var most = 0;
        for (var (first, last) = (0, 0); last < writes.Count; last++)
        {
            while (writes[last] - writes[first] >= TimeSpan.FromSeconds(1)) first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static DateTimeOffset At(string line)
    {
        using var parsed = JsonDocument.Parse(line);
        return DateTimeOffset.Parse(parsed.RootElement.GetProperty("requestReceivedTimestamp").GetString()!, CultureInfo.InvariantCulture);
    }
}
