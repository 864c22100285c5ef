using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AiGateway.Load;

/// <summary>Writes egress.json and egress.md, and prints the latter.</summary>
internal static class EgressReport
{
    private static readonly (string Scenario, string Title)[] Memory =
    [
        ("idle", "idle"), ("open-tunnels", "200 quiet tunnels"), ("after-bytes", "after the bytes"), ("after-bytes-rest", "12 s later"),
    ];

    public static int Write(string rowsFile, string machineFile, string folder)
    {
        var rows = RowReader.Read(rowsFile);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "egress.json"), JsonSerializer.Serialize(rows, RowJsonContext.Default.RowArray) + "\n");
        var page = Page(rows, File.ReadAllText(machineFile));
        File.WriteAllText(Path.Combine(folder, "egress.md"), page);
        Console.Out.Write(page);
        return 0;
    }

    private static string Page(Row[] rows, string machine)
    {
        var page = new StringBuilder("# The redirect, measured in one run\n\n").Append(machine.TrimEnd()).Append('\n');
        foreach (var scenario in rows.Where(row => row.P50Us is not null || row.MbPerSecond is not null).GroupBy(row => (row.Scenario, row.Connections))) Append(page, scenario.Key, [.. scenario]);
        AppendMemory(page, rows);
        page.Append("\n## To reach\n\n| what | to reach | measured | |\n|---|---|---|---|\n");
        foreach (var bar in new EgressBars(rows).All)
            page.Append($"| {bar.What} | {bar.Goal} | {bar.Measured} | {bar.Reached switch { true => "reached", false => "gap", null => "-" }} |\n");
        return page.ToString();
    }

    private static void Append(StringBuilder page, (string Scenario, int Connections) key, Row[] rows)
    {
        var bytes = rows[0].MbPerSecond is not null;
        page.Append(CultureInfo.InvariantCulture, $"\n## {key.Scenario}, {key.Connections} connection{(key.Connections == 1 ? "" : "s")}\n\n");
        page.Append(bytes
            ? "| subject | MB/s | of nginx | proxy's CPU ms/GB |\n|---|---|---|---|\n"
            : "| subject | calls/s | of nginx | p50 us | added | p99 us | added | proxy's CPU us |\n|---|---|---|---|---|---|---|---|\n");
        var (first, nginx) = (rows[0], rows.FirstOrDefault(row => row.Subject == "nginx"));
        foreach (var row in rows)
        {
            page.Append(bytes
                ? $"| {row.Subject} | {Text(row.MbPerSecond)} | {Text(row.MbPerSecond / nginx?.MbPerSecond, "0.00")} | {Text(row.ProxyCpu)} |\n"
                : $"| {row.Subject} | {Text(row.CallsPerSecond)} | {Text(row.CallsPerSecond / nginx?.CallsPerSecond, "0.00")} | {Text(row.P50Us)} | {Text(row.P50Us - first.P50Us)} | {Text(row.P99Us)} | {Text(row.P99Us - first.P99Us)} | {Text(row.ProxyCpu)} |\n");
        }
    }

    private static void AppendMemory(StringBuilder page, Row[] rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## Memory, RSS in MB\n\n| subject | {string.Join(" | ", Memory.Select(step => step.Title))} |\n|---|---|---|---|---|\n");
        foreach (var subject in rows.Where(row => row.RssMb is not null).GroupBy(row => row.Subject))
            page.Append(CultureInfo.InvariantCulture, $"| {subject.Key} | {string.Join(" | ", Memory.Select(step => Text(subject.FirstOrDefault(row => row.Scenario == step.Scenario)?.RssMb)))} |\n");
    }

    private static string Text(double? value, string format = "0.#") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
