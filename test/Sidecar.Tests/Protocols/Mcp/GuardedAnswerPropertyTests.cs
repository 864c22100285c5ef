using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Whatever a tool answers, and however it is written: what is masked is each text by itself, and where a name would be, the result is denied.</summary>
public sealed class GuardedAnswerPropertyTests
{
    private const string Word = "s3cret";

    [Fact]
    public void StructuredContent_AnyValueAnySpelling_IsTheValueWithItsTextsMasked()
    {
        var (dice, denied, masked) = (new Random(11), 0, 0);
        for (var turn = 0; turn < 2000; turn++)
        {
            var value = Put(RandomJson.Value(dice, 4), dice);
            var given = GuardedAnswerTests.Given(GuardAction.Mask);

            var result = JsonDocument.Parse(given.Passed(GivenGate.Result($$"""{"content":[],"structuredContent":{{RandomJson.Spell(value, dice)}}}"""))!).RootElement.GetProperty("result");

            if (HasInNames(value)) denied++;
            else if (HasInTexts(value)) masked++;
            Assert.Equal(HasInNames(value), result.TryGetProperty("isError", out _));
            if (HasInNames(value)) continue;
            Assert.Equal(CanonicalJson.HashOf(Encoding.UTF8.GetBytes(RandomJson.Spell(Masked(value), null))), CanonicalJson.HashOf(Encoding.UTF8.GetBytes(result.GetProperty("structuredContent").GetRawText())));
        }

        Assert.True(denied > 100 && masked > 100, $"{denied} denied, {masked} masked");
    }

    /// <summary>The value with the word in some of its texts and, seldom, names.</summary>
    private static object? Put(object? value, Random dice) => value switch
    {
        string text when dice.Next(3) == 0 => text + Word + text,
        List<object?> list => list.ConvertAll(item => Put(item, dice)),
        Dictionary<string, object?> members => members.ToDictionary(member => dice.Next(30) == 0 ? member.Key + Word : member.Key, member => Put(member.Value, dice)),
        _ => value,
    };

    private static object? Masked(object? value) => value switch
    {
        string text => text.Replace(Word, "[WORD]", StringComparison.Ordinal),
        List<object?> list => list.ConvertAll(Masked),
        Dictionary<string, object?> members => members.ToDictionary(member => member.Key, member => Masked(member.Value)),
        _ => value,
    };

    private static bool HasInNames(object? value) => value switch
    {
        List<object?> list => list.Exists(HasInNames),
        Dictionary<string, object?> members => members.Any(member => member.Key.Contains(Word, StringComparison.Ordinal) || HasInNames(member.Value)),
        _ => false,
    };

    private static bool HasInTexts(object? value) => value switch
    {
        string text => text.Contains(Word, StringComparison.Ordinal),
        List<object?> list => list.Exists(HasInTexts),
        Dictionary<string, object?> members => members.Values.Any(HasInTexts),
        _ => false,
    };
}
