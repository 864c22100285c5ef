using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AiGateway.Load;

/// <summary>Writes latest.json and latest.md, and prints the latter.</summary>
internal static class ReportWriter
{
    public static int Write(string rowsFile, string machineFile, string folder)
    {
        var rows = RowReader.Read(rowsFile);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "latest.json"), JsonSerializer.Serialize(rows, RowJsonContext.Default.RowArray) + "\n");
        var page = Page(rows, File.ReadAllText(machineFile));
        File.WriteAllText(Path.Combine(folder, "latest.md"), page);
        Console.Out.Write(page);
        return 0;
    }

    private static string Page(Row[] rows, string machine)
    {
        var page = new StringBuilder("# Measured beside the peers, in one run\n\n").Append(machine.TrimEnd()).Append('\n');
        foreach (var scenario in rows.Where(row => row.P50Us is not null).GroupBy(row => (row.Scenario, row.Connections))) Append(page, scenario.Key, [.. scenario]);
        AppendFootprint(page, rows);
        AppendBars(page, new(rows));
        return page.ToString();
    }

    private static void Append(StringBuilder page, (string Scenario, int Connections) key, Row[] rows)
    {
        var direct = rows.FirstOrDefault(row => row.Subject == "direct");
        var sidecar = rows.FirstOrDefault(row => row.Subject == "sidecar");
        page.Append(CultureInfo.InvariantCulture, $"\n## {key.Scenario}, {key.Connections} connection{(key.Connections == 1 ? "" : "s")}\n\n");
        var stream = rows.Any(row => row.FirstTokenUs is not null);
        page.Append(stream
            ? "| subject | first event us | added | each event p50 us | added | p99 us |\n|---|---|---|---|---|---|\n"
            : "| subject | calls/s | sidecar is | p50 us | added | p99 us | added |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in rows)
        {
            page.Append(stream
                ? $"| {row.Subject} | {Text(row.FirstTokenUs)} | {Text(row.FirstTokenUs - direct?.FirstTokenUs)} | {Text(row.P50Us)} | {Text(row.P50Us - direct?.P50Us)} | {Text(row.P99Us)} |\n"
                : $"| {row.Subject} | {Text(row.CallsPerSecond)} | {Text(sidecar?.CallsPerSecond / row.CallsPerSecond, "0.00")} x | {Text(row.P50Us)} | {Text(row.P50Us - direct?.P50Us)} | {Text(row.P99Us)} | {Text(row.P99Us - direct?.P99Us)} |\n");
        }
    }

    private static void AppendFootprint(StringBuilder page, Row[] rows)
    {
        page.Append("\n## idle\n\n| subject | listening ms | ready ms | RSS idle MB | after calls MB | after bodies MB | 100 open streams MB | and after calls MB |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var subject in rows.Where(row => row.Scenario == "idle").GroupBy(row => row.Subject))
        {
            Row? Find(string scenario) => rows.FirstOrDefault(row => row.Subject == subject.Key && row.Scenario == scenario);
            page.Append($"| {subject.Key} | {Text(Find("listening")?.ReadyMs)} | {Text(Find("idle")?.ReadyMs)} | {Text(Find("idle")?.RssMb)} ");
            page.Append($"| {Text(Find("idle-after-calls")?.RssMb)} | {Text(Find("idle-after-bodies")?.RssMb)} ");
            page.Append($"| {Text(Find("open-streams")?.RssMb)} | {Text(Find("open-streams-after-calls")?.RssMb)} |\n");
        }
    }

    private static void AppendBars(StringBuilder page, Bars bars)
    {
        page.Append("\n## To reach\n\n| what | to reach | measured | |\n|---|---|---|---|\n");
        foreach (var bar in bars.All)
            page.Append($"| {bar.What} | {bar.Goal} | {bar.Measured} | {bar.Reached switch { true => "reached", false => "gap", null => "-" }} |\n");
    }

    private static string Text(double? value, string format = "0.#") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
