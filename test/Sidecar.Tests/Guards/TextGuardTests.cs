using System.Buffers;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Patterns;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Tests.Guards.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards;

/// <summary>The exact hold-back of one text under several checks.</summary>
public sealed class TextGuardTests
{
    [Theory]
    [InlineData("a12b", "a[N]b")]
    [InlineData("1212", "[N]")]
    [InlineData("x-Z1", "x[DASH]")]
    [InlineData("1-1Z", "[N][DASH]")]
    [InlineData("\ud83d\ude00a", "[FACE]a")]
    [InlineData("a\ud83d", "a\ud83d")]
    public void Text_IsMaskedByTheFirstOfWhatOverlaps(string text, string masked)
    {
        MaskingCheck[] checks = [new("N", @"\d+"), new("DASH", "-.{2}|-1Z"), new("FACE", @"\ude00")];

        Assert.Equal(masked, Mask(checks, text));
        Assert.Equal(masked, Mask(checks, text, [.. Enumerable.Range(1, text.Length)]));
    }

    [Fact]
    public void AnyChecksAnyTextAnyPieces_MasksAsTheWholeAndHoldsOnlyWhatACheckNeeds() => Check(1500, tape =>
    {
        MaskingCheck[] checks = [.. Patterns(tape, 3).Select((pattern, index) => new MaskingCheck($"C{index}", pattern, index == 2 ? GuardAction.Flag : GuardAction.Mask))];
        var text = WithFaces(tape.Text(30));
        var whole = Masked(checks, text);

        Assert.Equal(whole, Mask(checks, text));
        Assert.Equal(whole, Mask(checks, text, [.. tape.Cuts(text.Length)]));
        HoldsOnlyWhatIsNeeded(checks, text);
    });

    [Fact]
    public void AnyLongText_MasksAsTheWhole() => Check(200, tape =>
    {
        MaskingCheck[] checks = [.. Patterns(tape, 3).Select((pattern, index) => new MaskingCheck($"C{index}", pattern))];
        var part = WithFaces(tape.Text(30)) + " ";
        var text = string.Concat(Enumerable.Repeat(part, 60));

        Assert.Equal(Mask(checks, text), Mask(checks, text, [.. tape.Cuts(text.Length)]));
        Assert.Equal(Mask(checks, text), Mask(checks, text, [.. Enumerable.Range(1, text.Length)]));
    });

    [Fact]
    public void DenyingCheck_EndsTheTextAndLetsNothingOfTheMatchPass()
    {
        GuardSession session = new(GuardPlan.Empty);
        using TextGuard guard = new([new MaskingCheck("KEY", "k-[0-9]{4}", GuardAction.Deny)], session, GuardPlace.Output);
        ArrayBufferWriter<char> released = new();

        Assert.True(guard.Take("a k-12", released));
        Assert.False(guard.Take("34 b", released));
        Assert.Equal(("a ", "KEY"), (released.WrittenSpan.ToString(), session.Denial!.Label));
    }

    [Fact]
    public void MoreThanMayBeHeld_IsDenied_AndWhatOnlyRecordsIsAskedNoLonger()
    {
        var piece = new string('x', TextGuard.MaxHeld / 2);
        foreach (var (action, passes) in new[] { (GuardAction.Deny, false), (GuardAction.Flag, true) })
        {
            GuardSession session = new(GuardPlan.Empty);
            using TextGuard guard = new([new HoldingCheck(action)], session, GuardPlace.Output);
            ArrayBufferWriter<char> released = new();

            Assert.True(guard.Take(piece, released) && guard.Take(piece, released));
            Assert.Equal(passes, guard.Take("x", released));
            Assert.Equal("TOO_LONG_TO_HOLD", Assert.Single(session.Findings).Label);
            Assert.Equal((passes ? (2 * piece.Length) + 1 : 0, !passes), (released.WrittenCount, session.Denial is not null));
            Assert.Equal(passes, guard.Finish(released));
        }
    }

    /// <summary>What a whole text becomes, said in another way: matches that overlap are one.</summary>
    private static string Masked(MaskingCheck[] checks, string text)
    {
        var (result, at) = ("", 0L);
        foreach (var (start, end, label) in Spans(checks, check => Walks.Find(check.Start(), text), text))
        {
            result += text[(int)at..(int)start] + $"[{label}]";
            at = end;
        }

        return result + text[(int)at..];
    }

    private static List<(long Start, long End, string Label)> Spans(MaskingCheck[] checks, Func<MaskingCheck, List<(long Start, long End, string Label)>> find, string text)
    {
        List<(long Start, long End, string Label)> spans = [];
        var found = checks.Where(check => check.Facts.Bites).SelectMany((check, index) => find(check).Select(match => (match.Start, Index: index, match.End, match.Label))).Order();
        foreach (var match in found)
        {
            var (start, end) = (InPair(text, match.Start) ? match.Start - 1 : match.Start, InPair(text, match.End) ? match.End + 1 : match.End);
            if (spans.Count > 0 && start < spans[^1].End) spans[^1] = spans[^1] with { End = Math.Max(spans[^1].End, end) };
            else spans.Add((start, end, match.Label));
        }

        return spans;
    }

    private static bool InPair(string text, long at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[(int)at - 1], text[(int)at]);

    private static void HoldsOnlyWhatIsNeeded(MaskingCheck[] checks, string text)
    {
        using TextGuard guard = new([.. checks], new(GuardPlan.Empty), GuardPlace.Output);
        var walks = checks.Where(check => check.Facts.Bites).Select(check => (Check: check, Scan: check.Start(), Matches: new List<TextMatch>())).ToList();
        for (var length = 1; length <= text.Length; length++)
        {
            guard.Take(text.AsSpan(length - 1, 1), new ArrayBufferWriter<char>());
            var known = text[..length];
            foreach (var walk in walks) walk.Scan.Read(new(known, 0, length - 1), walk.Matches);
            var limit = walks.Select(walk => walk.Scan.Settled).Append(length).Min();
            if (limit > 0 && char.IsHighSurrogate(text[(int)limit - 1]) && (limit == length || char.IsLowSurrogate(text[(int)limit]))) limit--;
            var spans = Spans(checks, check => [.. walks.First(walk => walk.Check == check).Matches.Select(match => (match.Start, match.End, match.Label))], known);
            var cut = spans.Where(span => span.Start < limit && span.End > limit).Select(span => span.Start).Append(limit).Min();

            Assert.Equal(length - cut, guard.Held);
        }
    }

    private static IEnumerable<string> Patterns(Tape tape, int count) =>
        Enumerable.Range(0, count * 2).Select(_ => tape.Pattern().Replace("Z", @"\ude00", StringComparison.Ordinal)).Where(pattern => LinearPattern.TryParse(pattern, false, out var _, out _)).Take(count);

    private static string WithFaces(string text) => text.Replace("Z", "\ud83d\ude00", StringComparison.Ordinal);

    private static string Mask(MaskingCheck[] checks, string text, params int[] cuts)
    {
        using TextGuard guard = new([.. checks], new(GuardPlan.Empty), GuardPlace.Output);
        ArrayBufferWriter<char> released = new();
        var from = 0;
        foreach (var cut in cuts.Append(text.Length).Order())
        {
            Assert.True(guard.Take(text.AsSpan(from, cut - from), released));
            from = cut;
        }

        Assert.True(guard.Finish(released));
        return released.WrittenSpan.ToString();
    }

    private static void Check(int times, Action<Tape> holds) => Prop.ForAll(Tape.Numbers, numbers => holds(new(numbers))).Check(Config.QuickThrowOnFailure.WithMaxTest(times));
}
