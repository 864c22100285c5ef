using System.Globalization;
using System.Text.RegularExpressions;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Guards.Scanning;

/// <summary>What a pattern matches, by trying all places with the runtime's own regular expressions: leftmost, longest, not over each other.</summary>
internal sealed class Oracle(string pattern)
{
    private readonly Dictionary<int, Regex> _endingAt = [];

    public List<(long Start, long End)> Find(string text)
    {
        List<(long, long)> found = [];
        for (var start = 0; start < text.Length; start++)
        {
            var end = text.Length;
            while (end > start && !Matches(text, start, end)) end--;
            if (end == start) continue;
            found.Add((start, end));
            start = end - 1;
        }

        return found;
    }

    /// <summary>Whether the pattern matches from here to there, in what surrounds it.</summary>
    private bool Matches(string text, int start, int end)
    {
        var rest = text.Length - end;
        if (!_endingAt.TryGetValue(rest, out var regex))
        {
            var behind = string.Create(CultureInfo.InvariantCulture, $@"(?=[\s\S]{{{rest}}}\z)");
            _endingAt[rest] = regex = new($@"\G(?:{pattern}){behind}", RegexOptions.CultureInvariant, Eventually.Bound);
        }

        return regex.Match(text, start) is { Success: true } match && match.Index == start;
    }
}
