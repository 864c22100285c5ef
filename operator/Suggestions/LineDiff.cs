using System.Globalization;
using System.Text;

namespace AiGateway.Operator.Suggestions;

/// <summary>Two texts as a unified diff, with three lines around each change; empty where they are the same. Where what differs is very long, it is told as taken out and put in whole.</summary>
internal static class LineDiff
{
    private const int Around = 3;

    /// <summary>The table has one cell for each pair of lines.</summary>
    private const int MostCells = 4_000_000;

    public static string Unified(string before, string after, string oldName, string newName)
    {
        string[] old = Lines(before), now = Lines(after);
        var steps = Steps(old, now);
        if (steps.TrueForAll(step => step.Sign == ' ')) return "";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"--- {oldName}\n+++ {newName}\n");
        for (var at = 0; at < steps.Count;)
        {
            if (NextChange(steps, at) is not { } change) break;
            var from = Math.Max(at, change - Around);
            var to = EndOfHunk(steps, change);
            Write(text, steps, from, to);
            at = to;
        }

        return text.ToString();
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');

    private static int? NextChange(List<(char Sign, string Line)> steps, int from)
    {
        var found = steps.FindIndex(from, step => step.Sign != ' ');
        return found < 0 ? null : found;
    }

    /// <summary>Behind the lines around the last change that is near enough to the one before it.</summary>
    private static int EndOfHunk(List<(char Sign, string Line)> steps, int change)
    {
        var last = change;
        for (var at = change; at < steps.Count && at <= last + (2 * Around); at++)
        {
            if (steps[at].Sign != ' ') last = at;
        }

        return Math.Min(steps.Count, last + Around + 1);
    }

    private static void Write(StringBuilder text, List<(char Sign, string Line)> steps, int from, int to)
    {
        var (oldLine, newLine) = (steps.Take(from).Count(step => step.Sign != '+'), steps.Take(from).Count(step => step.Sign != '-'));
        var (oldCount, newCount) = (steps.Take(from..to).Count(step => step.Sign != '+'), steps.Take(from..to).Count(step => step.Sign != '-'));
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Start(oldLine, oldCount)},{oldCount} +{Start(newLine, newCount)},{newCount} @@\n");
        foreach (var (sign, line) in steps.Take(from..to)) text.Append(sign).Append(line).Append('\n');
    }

    private static int Start(int before, int count) => count == 0 ? before : before + 1;

    /// <summary>What both begin and end with, and between them the longest common subsequence.</summary>
    private static List<(char Sign, string Line)> Steps(string[] old, string[] now)
    {
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head]) head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)]) tail++;
        return
        [
            .. old[..head].Select(line => (' ', line)),
            .. Between(old[head..^tail], now[head..^tail]),
            .. old[^tail..].Select(line => (' ', line)),
        ];
    }

    private static List<(char Sign, string Line)> Between(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MostCells) return [.. old.Select(line => ('-', line)), .. now.Select(line => ('+', line))];
        var longest = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                longest[i, j] = old[i] == now[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        }

        var steps = new List<(char, string)>(old.Length + now.Length);
        for (int at = 0, to = 0; at < old.Length || to < now.Length;)
        {
            if (at < old.Length && to < now.Length && old[at] == now[to])
            {
                steps.Add((' ', old[at++]));
                to++;
            }
            else if (at < old.Length && (to == now.Length || longest[at + 1, to] >= longest[at, to + 1])) steps.Add(('-', old[at++]));
            else steps.Add(('+', now[to++]));
        }

        return steps;
    }
}
