using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Patterns;
using AiGateway.Sidecar.Tests.Guards.Scanning;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Patterns;

/// <summary>Words of a list in texts.</summary>
public sealed class WordsCheckTests
{
    [Theory]
    [InlineData("the Falcon flies", "falcon", "Falcon")]
    [InlineData("falcons", "falcon", "")]
    [InlineData("_falcon 1falcon falcon1", "falcon", "")]
    [InlineData("Müllfalcon", "falcon", "")]
    [InlineData("die Übung", "übung", "Übung")]
    [InlineData("C++ and c++11", "c++", "C++,c++")]
    [InlineData("project red falcon.", "red falcon,red", "red falcon")]
    [InlineData("red falco", "red falcon,red", "red")]
    [InlineData(".net", ".NET", ".net")]
    public void WholeWords_AreFoundWhateverTheCase(string text, string words, string found) => Assert.Equal(found, Found(text, Settings(words)));

    [Theory]
    [InlineData("falcons Falcon", "falcon", "falcon")]
    [InlineData("Übermüll", "müll", "müll")]
    public void PartsOfWordsWithTheirCase_AreFoundWhereAskedFor(string text, string words, string found) =>
        Assert.Equal(found, Found(text, Settings(words) with { CaseSensitive = true, PartOfWord = true }));

    [Fact]
    public void AnyWordsAnyTextAnyPieces_FindsTheLongestOfThemFromTheLeft() => Prop.ForAll(Tape.Numbers, numbers =>
    {
        Tape tape = new(numbers);
        var words = Enumerable.Range(0, 1 + tape.Next(4)).Select(_ => "x" + tape.Text(4)).ToList();
        var text = tape.Text(30).Replace("Z", "x", StringComparison.Ordinal);
        List<(long, long)> expected = [];
        for (var at = 0; at < text.Length; at++)
        {
            var longest = words.Where(word => text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase)).Select(word => word.Length).Append(0).Max();
            if (longest == 0) continue;
            expected.Add((at, at + longest));
            at += longest - 1;
        }

        var check = Check(new() { Words = [.. words], PartOfWord = true });

        Assert.Equal(expected, Walks.Find(check.Start(), text, tape.Cuts(text.Length)).Select(match => (match.Start, match.End)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void ThousandsOfWords_AreAllFound()
    {
        var words = Enumerable.Range(0, WordsCheck.MostWords).Select(number => $"w{number * 7919 % 100_003}x").Distinct(StringComparer.Ordinal).ToList();

        Assert.Equal(words.Count, Walks.Find(Check(new() { Words = [.. words] }).Start(), string.Join(' ', words)).Count);
    }

    [Theory]
    [InlineData("a,")]
    [InlineData("")]
    [InlineData(" ")]
    public void ListWithAnEmptyWord_IsRefused(string words) => Assert.NotNull(WordsCheck.FindReason(Settings(words)));

    [Fact]
    public void ListBeyondItsBounds_IsRefused()
    {
        Assert.NotNull(WordsCheck.FindReason(null));
        Assert.NotNull(WordsCheck.FindReason(new() { Words = [new('a', WordsCheck.LongestWord + 1)] }));
        Assert.NotNull(WordsCheck.FindReason(new() { Words = [.. Enumerable.Repeat("a", WordsCheck.MostWords + 1)] }));
        Assert.NotNull(WordsCheck.FindReason(new() { Words = [.. Enumerable.Repeat(new string('a', 256), 1025)] }));
        Assert.Null(WordsCheck.FindReason(new() { Words = [.. Enumerable.Repeat(new string('a', 256), 1024)] }));
    }

    private static WordsSettings Settings(string words) => new() { Words = [.. words.Split(',')] };

    private static WordsCheck Check(WordsSettings settings) =>
        new(new() { Guardrail = "shop/words", Index = 0, Type = CheckTypes.Words, On = [GuardPlace.Input], Action = GuardAction.Mask }, settings);

    private static string Found(string text, WordsSettings settings) =>
        string.Join(',', Walks.Find(Check(settings).Start(), text, Enumerable.Range(0, text.Length)).Select(match => text[(int)match.Start..(int)match.End]));
}
