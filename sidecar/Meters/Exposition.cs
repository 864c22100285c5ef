using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Meters;

/// <summary>Writes Prometheus' text format; knows no metric.</summary>
internal sealed class Exposition
{
    private readonly StringBuilder _page = new();

    public void Begin(string name, string type, string help) =>
        _page.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, string labels, double value)
    {
        _page.Append(name);
        if (labels.Length > 0) _page.Append('{').Append(labels).Append('}');
        _page.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>A histogram's lines; nothing where it has counted nothing.</summary>
    public void Histogram(string name, string labels, Histogram histogram)
    {
        var total = 0L;
        for (var bucket = 0; bucket <= histogram.Bounds.Length; bucket++) total += histogram.CountOf(bucket);
        if (total == 0) return;

        var below = 0L;
        for (var bucket = 0; bucket < histogram.Bounds.Length; bucket++)
        {
            below += histogram.CountOf(bucket);
            var bound = (histogram.Bounds[bucket] / histogram.Unit).ToString("R", CultureInfo.InvariantCulture);
            Sample(name + "_bucket", $"{labels},le=\"{bound}\"", Math.Min(below, total));
        }

        Sample(name + "_bucket", labels + ",le=\"+Inf\"", total);
        Sample(name + "_sum", labels, histogram.Sum / histogram.Unit);
        Sample(name + "_count", labels, total);
    }

    public override string ToString() => _page.ToString();

    public static string Escape(string value) => value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
