using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Tests.Guards.Scanning;

/// <summary>Lets a scan walk over a text in pieces, as a guard does: with a window that is trimmed as soon as it may be.</summary>
internal static class Walks
{
    /// <summary>What a scan finds in a text that is cut at these places, and where it was settled behind each piece.</summary>
    public static (List<TextMatch> Matches, List<long> Settled) Of(TextScan scan, string text, params IEnumerable<int> cuts)
    {
        List<TextMatch> matches = [];
        List<long> settled = [];
        var (start, read) = (0, 0);
        foreach (var cut in cuts.Append(text.Length).Select(cut => Math.Clamp(cut, 0, text.Length)).Order())
        {
            var known = matches.Count;
            scan.Read(new(text.AsSpan(start, cut - start), start, read - start), matches);
            Assert.All(matches.Skip(known), match => Assert.True(match.Start >= (settled.Count > 0 ? settled[^1] : 0), "a match begins before what was settled"));
            Assert.True(settled.Count == 0 || scan.Settled >= settled[^1], "what was settled is no longer");
            settled.Add(scan.Settled);
            (read, start) = (cut, Math.Max(start, (int)Math.Min(cut, scan.Settled) - TextWindow.LookBehind));
        }

        var before = matches.Count;
        scan.Finish(new(text.AsSpan(start), start, text.Length - start), matches);
        Assert.All(matches.Skip(before), match => Assert.True(match.Start >= settled[^1], "a match begins before what was settled"));
        Assert.Equal(text.Length, scan.Settled);
        return (matches, settled);
    }

    /// <summary>The places and labels of what is found, in the order of the text.</summary>
    public static List<(long Start, long End, string Label)> Find(TextScan scan, string text, params IEnumerable<int> cuts) =>
        [.. Of(scan, text, cuts).Matches.Select(match => (match.Start, match.End, match.Label)).Order()];
}
