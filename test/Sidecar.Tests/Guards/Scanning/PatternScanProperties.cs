using AiGateway.Contracts.Patterns;
using AiGateway.Sidecar.Guards.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Scanning;

/// <summary>The walk against the brute force.</summary>
public sealed class PatternScanProperties
{
    [Fact]
    public void AnyPatternAnyTextAnyCuts_FindsWhatTheBruteForceFinds() => Check(2000, tape =>
    {
        if (Parse(tape.Pattern()) is not { } pattern) return;
        var text = tape.Text(14);

        var cuts = tape.Cuts(text.Length).ToList();
        var expected = new Oracle(pattern.Text).Find(text);

        Assert.Equal(expected, Walks.Find(new PatternSet([new("X", pattern)]).Start(), text, cuts).Select(match => (match.Start, match.End)));
        Assert.Equal(expected, Walks.Find(Screened(new("X", pattern)).Start(), text, cuts).Select(match => (match.Start, match.End)));
    });

    [Fact]
    public void AnyRulesAnyLongText_AreFoundAlikeWholeAndByCharacter() => Check(300, tape =>
    {
        var rules = Enumerable.Range(0, 4).Select(_ => Parse(tape.Pattern())).OfType<LinearPattern>().Select((pattern, index) => new PatternRule($"R{index}", pattern)).ToList();
        var part = tape.Text(20);
        var text = string.Concat(Enumerable.Repeat(part + "ab ", 30)) + part;
        PatternSet set = new([.. rules], longest: 40);

        Assert.Equal(Walks.Find(set.Start(), text), Walks.Find(set.Start(), text, Enumerable.Range(0, text.Length)));
        Assert.Equal(Walks.Find(set.Start(), text), Walks.Find(new PatternSet([.. rules], longest: 40, wake: RuleWake.ByAnyHead).Start(), text, tape.Cuts(text.Length)));
        Assert.Equal(Walks.Find(set.Start(), text), rules.SelectMany(rule => Walks.Find(new PatternSet([rule], longest: 40).Start(), text, tape.Cuts(text.Length))).Order());
    });

    [Fact]
    public void AnyValidator_FindsTheSameWhateverTheCuts() => Check(500, tape =>
    {
        if (Parse(tape.Pattern()) is not { } pattern) return;
        var (modulus, text) = (1 + tape.Next(4), tape.Text(60));
        PatternValidator validator = (match, before) => (match.Length + before.Length) % modulus == 0 ? (match.Length > 2 ? 1..2 : ..) : null;
        PatternSet set = new([new("X", pattern, validator)]);

        Assert.Equal(Walks.Find(set.Start(), text), Walks.Find(set.Start(), text, Enumerable.Range(0, text.Length)));
        Assert.Equal(Walks.Find(set.Start(), text), Walks.Find(set.Start(), text, tape.Cuts(text.Length)));
        Assert.Equal(Walks.Find(set.Start(), text), Walks.Find(Screened(new("X", pattern, validator)).Start(), text, tape.Cuts(text.Length)));
    });

    [Fact]
    public void AnySmallPattern_HoldsBackWhatCanStillMatchAndNothingElse() => Check(250, tape =>
    {
        if (Parse(tape.Pattern()) is not { } pattern || pattern.Program.States.Count(state => state.Kind == PatternStateKind.Read) > 3) return;
        var text = tape.Text(8);
        var (oracle, wake) = (new Oracle(pattern.Text), (RuleWake)tape.Next(3));
        var scan = new PatternSet([new("X", pattern)], wake: wake).Start();
        List<Sidecar.Guards.TextMatch> told = [];
        for (var length = 1; length <= text.Length; length++)
        {
            scan.Read(new(text.AsSpan(0, length), 0, length - 1), told);
            var known = told.Select(match => (match.Start, match.End)).ToHashSet();
            var oldest = Continuations(4).SelectMany(more => oracle.Find(text[..length] + more).Where(match => !known.Contains(match))).Select(match => match.Start).Append(length).Min();

            Assert.Equal(oldest, scan.Settled);
        }
    });

    private static IEnumerable<string> Continuations(int longest) => longest == 0
        ? [""]
        : Continuations(longest - 1).SelectMany(text => text.Length == longest - 1 ? Tape.Characters.Select(next => text + next).Prepend(text) : [text]);

    /// <summary>The rule woken by the head of its pattern, whatever is common in ordinary text.</summary>
    private static PatternSet Screened(PatternRule rule) => new([rule], wake: RuleWake.ByAnyHead);

    private static LinearPattern? Parse(string text) => LinearPattern.TryParse(text, ignoreCase: false, out var pattern, out _) ? pattern : null;

    private static void Check(int times, Action<Tape> holds) => Prop.ForAll(Tape.Numbers, numbers => holds(new(numbers))).Check(Config.QuickThrowOnFailure.WithMaxTest(times));
}
