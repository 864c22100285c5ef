using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Tests.Guards.Scanning;

/// <summary>The time of a walk, told by what it reads and looks at: linear in the text for the patterns and texts that others choke on, cut or whole.</summary>
public sealed class PatternScanTimeTests
{
    public static TheoryData<string, string> Catastrophes => new()
    {
        { "(a+)+$", new string('a', 20_000) + "!" },
        { "(a+)+b", new string('a', 20_000) },
        { "(?:a|aa)*b", new string('a', 20_000) },
        { "(?:a|a?)+b", new string('a', 20_000) },
        { "(.*)*x", new string('a', 20_000) },
        { ".*.*=.*", new string('x', 20_000) },
        { ".*.*=.*", new string('=', 20_000) },
        { "(?:.*a){12}", new string('a', 20_000) },
        { @"(?:\w{1,20}){1,20}!", new string('a', 20_000) },
        { "(?:(?:a{1,10}){1,10}){1,10}b", new string('a', 20_000) },
        { "[ab]*a[ab]{12}c", string.Concat(Enumerable.Range(0, 4_000).Select(index => index % 7 is 0 or 3 ? "ab" : "aab")) },
        { @"(?:[a-z0-9]+\.)+[a-z]{2,}@", string.Concat(Enumerable.Repeat("a.", 10_000)) },
        { @"[\w.+-]+@[\w-]+\.[\w.-]+", string.Concat(Enumerable.Repeat("a@", 10_000)) },
        { @"[\w.+-]+@[\w-]+\.[\w.-]+", new string('@', 20_000) },
        { "x.{0,200}y", string.Concat(Enumerable.Repeat("xz", 10_000)) },
        { "ghp_[a-z]{36}", string.Concat(Enumerable.Repeat("ghp_", 5_000)) },
        { @"\d{3}-\d{2}", new string('1', 20_000) },
    };

    [Theory]
    [MemberData(nameof(Catastrophes))]
    public void KnownCatastrophe_ReadsEachCharacterABoundedNumberOfTimes(string pattern, string text)
    {
        var (half, whole) = (Cost(pattern, text[..(text.Length / 2)], pieces: 1), Cost(pattern, text, pieces: 1));

        Assert.InRange(whole.Steps, 0, 2 * text.Length);
        Assert.InRange(Cost(pattern, text, pieces: 1, RuleWake.ByAnyHead).Steps, 0, 2 * text.Length);
        Assert.InRange(Cost(pattern, text, pieces: text.Length / 3).Steps, 0, 2 * text.Length);
        Assert.InRange(whole.Work, 0, (2.5 * half.Work) + (20 * whole.States));
        Assert.InRange(whole.Work, 0, (double)text.Length * 4 * whole.States);
    }

    [Fact]
    public void ValidatorThatRefusesAll_ReadsEachCharacterAsOftenAsItsLongestMatchIsLong()
    {
        var scan = new PatternSet([PatternRule.Of("CARD", "[0-9][0-9 -]{10,20}[0-9]", (_, _) => null)]).Start();
        var text = new string('4', 20_000);

        Assert.Empty(Walks.Find(scan, text));
        Assert.InRange(scan.Steps, text.Length, text.Length * 25);
    }

    [Fact]
    public void UnboundedPatternWithAValidatorThatRefusesAll_ReadsEachCharacterOnce()
    {
        var scan = new PatternSet([PatternRule.Of("RUN", "4+5?", (_, _) => null)]).Start();
        var text = new string('4', 20_000);

        Assert.Empty(Walks.Find(scan, text));
        Assert.InRange(scan.Steps, 0, text.Length + 2);
    }

    [Fact]
    public void TextWithNothingRare_IsNotWalkedOver()
    {
        var scan = new PatternSet([PatternRule.Of("A", @"\bghp_[0-9A-Za-z]{36}\b"), PatternRule.Of("B", @"[\w.]+@\w+"), PatternRule.Of("C", @"\d{3}-\d{2}")]).Start();
        var text = string.Concat(Enumerable.Repeat("the quick brown fox jumps ", 200));

        Assert.Empty(Walks.Find(scan, text));
        Assert.Equal(0, scan.Steps);
    }

    private static (long Steps, long Work, int States) Cost(string pattern, string text, int pieces, RuleWake? wake = null)
    {
        PatternSet set = new([PatternRule.Of("X", pattern)], wake: wake);
        var scan = set.Start();
        Walks.Find(scan, text, Enumerable.Range(1, pieces).Select(piece => text.Length / pieces * piece));
        return (scan.Steps, set.Machines[0].Automaton.Work, set.Rules[0].Program.States.Length);
    }
}
