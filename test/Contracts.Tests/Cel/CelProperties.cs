using System.Text;
using AiGateway.Contracts.Cel;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Contracts.Tests.Cel;

public sealed class CelProperties
{
    private static readonly string[] s_words =
    [
        "request.model", "request.metadata", "request", "true", "null", "in", "has(", "size(", ".exists(x, ", ".all(x, ", "x", "'a'", "\"\\n\"", "1", "2.5", "-", "!", "(", ")",
        "[", "]", "&&", "||", "==", "<", "+", "/", "%", "?", ":", ".", ",", ".team", "['team']", ".matches('a+')", " ", "\\", "'", "\u00e9", "\0", "0x", "1e",
    ];

    [Fact]
    public void Parse_AnyText_GivesAnExpressionOrErrors() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => text is not null), IsRead).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Parse_AnyWordsOfTheLanguage_GivesAnExpressionOrErrors() =>
        Prop.ForAll(Gen.Elements(s_words).ListOf().Select(string.Concat).ToArbitrary(), IsRead).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void ToString_ReadAgain_IsTheSameExpression() => Prop.ForAll(Condition(4).Where(text => text.Length < 400).ToArbitrary(), text =>
    {
        var first = Read(text);
        var printed = first.ToString();
        var again = Read(printed);
        return again.ToString() == printed && again.Evaluate(CelGiven.Value) == first.Evaluate(CelGiven.Value);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Evaluate_AnyCondition_AsksForNoMoreThanItsCostAllows() => Prop.ForAll(Condition(5).Where(text => text.Length < CelBounds.Text).ToArbitrary(), text =>
    {
        var asked = 0;
        CelExpression.Parse(text, RouteConditions.Environment).Expression?.Evaluate(place => ++asked > CelBounds.Cost + 1 ? throw new InvalidOperationException(text) : CelGiven.Value(place));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static CelExpression Read(string text)
    {
        var parsing = CelExpression.Parse(text, RouteConditions.Environment);
        return parsing.Expression ?? throw new InvalidOperationException($"{text}: {string.Join("; ", parsing.Errors)}");
    }

    private static bool IsRead(string text)
    {
        var parsing = CelExpression.Parse(text, RouteConditions.Environment);
        parsing.Expression?.Evaluate(CelGiven.Value);
        return parsing.Expression is null == parsing.Errors.Length > 0
            && parsing.Errors.All(error => error.Position >= 1 && error.Position <= text.Length + 1);
    }

    private static Gen<string> Condition(int depth)
    {
        var leaf = Gen.Elements("true", "false", "request.stream", "has(request.user)", "has(request.metadata.other)", "'team' in request.metadata");
        if (depth == 0) return leaf;
        var (condition, number, text) = (Condition(depth - 1), Number(depth - 1), Text(depth - 1));
        return Gen.OneOf(
            leaf,
            condition.Select(inner => $"!({inner})"),
            Pair(condition, "&&", "||", "==", "!="),
            Pair(number, "==", "!=", "<", "<=", ">", ">="),
            Pair(text, "==", "!=", "<", ">"),
            text.Select(inner => $"({inner}).startsWith('s')"),
            text.Select(inner => $"({inner}) in ['a', 'search', (request.user)]"),
            number.Select(inner => $"[1, {inner}, (2)].exists(n, n == ({inner}))"),
            condition.Select(inner => $"[1, 2].all(n, ({inner}) || n > 1)"),
            Three(condition));
    }

    private static Gen<string> Number(int depth)
    {
        var leaf = Gen.OneOf(Gen.Choose(-100, 100).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), Gen.Elements("request.bytes", "0x1F", "9223372036854775807"));
        return depth == 0 ? leaf : Gen.OneOf(
            leaf,
            Number(depth - 1).Select(inner => $"-({inner})"),
            Pair(Number(depth - 1), "+", "-", "*", "/", "%"),
            Text(depth - 1).Select(inner => $"size({inner})"));
    }

    private static Gen<string> Text(int depth)
    {
        var leaf = Gen.Elements("'a'", "\"quo\\\"te\"", "'line\\n'", "r'\\d'", "request.user", "request.metadata.team", "request.metadata['none']", "agent.namespace", "'\\U0001F600'");
        return depth == 0 ? leaf : Gen.OneOf(leaf, Pair(Text(depth - 1), "+"));
    }

    private static Gen<string> Pair(Gen<string> side, params string[] operators) =>
        from left in side from right in side from sign in Gen.Elements(operators) select $"({left}) {sign} ({right})";

    private static Gen<string> Three(Gen<string> side) =>
        from test in side from then in side from otherwise in side select new StringBuilder().Append('(').Append(test).Append(") ? ").Append(then).Append(" : ").Append(otherwise).ToString();
}
