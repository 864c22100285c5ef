using System.Collections.Immutable;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>Walks checks over a text, whole or in pieces, as a guard does: with no more of the text than the walks have left open.</summary>
internal static class CheckRun
{
    public static ImmutableArray<TextMatch> Whole(ImmutableArray<TextCheck> checks, string text) => Walk(checks, text, [text.Length]);

    /// <summary>In pieces of 1 to 40 characters.</summary>
    public static ImmutableArray<TextMatch> InPieces(ImmutableArray<TextCheck> checks, string text, Draw draw)
    {
        List<int> ends = [];
        for (var end = 0; end < text.Length;) ends.Add(end = Math.Min(text.Length, end + draw.Between(1, 40)));
        return Walk(checks, text, ends);
    }

    private static ImmutableArray<TextMatch> Walk(ImmutableArray<TextCheck> checks, string text, IReadOnlyList<int> ends) =>
        [.. checks.SelectMany(check => Walk(check, text, ends)).OrderBy(match => match.Start).ThenBy(match => match.End).ThenBy(match => match.Label, StringComparer.Ordinal)];

    private static List<TextMatch> Walk(TextCheck check, string text, IReadOnlyList<int> ends)
    {
        using var scan = check.Start();
        List<TextMatch> found = [], fresh = [];
        var read = 0;
        foreach (var end in ends.Where(end => end > 0))
        {
            var settled = scan.Settled;
            scan.Read(Window(text, settled, (read, end)), fresh);
            read = end;
            Take(settled);
        }

        var last = scan.Settled;
        scan.Finish(Window(text, last, (read, read)), fresh);
        Take(last);
        return found;

        void Take(long settled)
        {
            Assert.True(scan.Settled >= settled, "what is settled never goes back");
            Assert.All(fresh, match => Assert.True(match.Start >= settled, "no match begins before what was settled"));
            found.AddRange(fresh);
            fresh.Clear();
        }
    }

    private static TextWindow Window(string text, long settled, (int Read, int End) part)
    {
        var start = (int)Math.Max(0, settled - TextWindow.LookBehind);
        return new(text.AsSpan(start, part.End - start), start, part.Read - start);
    }
}
