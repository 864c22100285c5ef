using System.Globalization;

namespace AiGateway.Load;

/// <summary>Reads what the rounds wrote (tab-separated: subject, scenario, connections, calls/s, p50, p99, first, rss, ready and, where bytes are moved, MB/s and the proxy's processor; - for none) into medians.</summary>
internal static class RowReader
{
    public static Row[] Read(string file) => File.ReadLines(file)
        .Select(line => line.Split('\t'))
        .GroupBy(cells => (cells[0], cells[1], Connections: int.Parse(cells[2], CultureInfo.InvariantCulture)))
        .Select(rounds => new Row
        {
            Subject = rounds.Key.Item1,
            Scenario = rounds.Key.Item2,
            Connections = rounds.Key.Connections,
            CallsPerSecond = Median(rounds, 3),
            P50Us = Median(rounds, 4),
            P99Us = Median(rounds, 5),
            FirstTokenUs = Median(rounds, 6),
            RssMb = Median(rounds, 7),
            ReadyMs = Median(rounds, 8),
            MbPerSecond = Median(rounds, 9),
            ProxyCpu = Median(rounds, 10),
        })
        .ToArray();

    private static double? Median(IEnumerable<string[]> rounds, int column)
    {
        var values = rounds.Where(cells => column < cells.Length).Select(cells => cells[column]).Where(cell => cell != "-")
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).Order().ToArray();
        if (values.Length == 0) return null;

        var middle = values.Length / 2;
        return Math.Round(values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2, 1);
    }
}
