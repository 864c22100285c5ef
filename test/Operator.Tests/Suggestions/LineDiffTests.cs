using System.Globalization;
using AiGateway.Operator.Suggestions;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Suggestions;

public sealed class LineDiffTests
{
    [Fact]
    public void Unified_OneLineOfMany_ShowsThreeLinesAround() =>
        Assert.Equal(
            "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
            LineDiff.Unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "a", "b"));

    [Fact]
    public void Unified_NewText_AddsAll() => Assert.Equal("--- /dev/null\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n", LineDiff.Unified("", "x\ny\n", "/dev/null", "b"));

    [Fact]
    public void Unified_Same_IsEmpty() => Assert.Empty(LineDiff.Unified("x\n", "x\n", "a", "b"));

    [Fact]
    public void Unified_Applied_MakesTheOneTextOfTheOther() => Prop.ForAll(Texts(), pair =>
        Apply(pair.Before, LineDiff.Unified(pair.Before, pair.After, "a", "b")) == pair.After).QuickCheckThrowOnFailure();

    /// <summary>As patch does it: what stands between hunks is copied, what a hunk says was there must be there.</summary>
    private static string Apply(string before, string diff)
    {
        var (old, result, at) = (before.Split('\n')[..^1], new List<string>(), 0);
        foreach (var line in diff.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2))
        {
            if (line[0] == '@')
            {
                var numbers = line.Split('-', ',', ' ');
                var start = int.Parse(numbers[2], CultureInfo.InvariantCulture) - (numbers[3] == "0" ? 0 : 1);
                while (at < start) result.Add(old[at++]);
                continue;
            }

            if (line[0] != '+') Assert.Equal(line[1..], old[at++]);
            if (line[0] != '-') result.Add(line[1..]);
        }

        return string.Concat(result.Concat(old[at..]).Select(line => line + "\n"));
    }

    private static Arbitrary<(string Before, string After)> Texts()
    {
        var text = Gen.Elements("a", "b", "c", "d", "e").ListOf().Select(lines => string.Concat(lines.Select(line => line + "\n")));
        return text.Zip(text).Select(pair => (pair.Item1, pair.Item2)).ToArbitrary();
    }
}
