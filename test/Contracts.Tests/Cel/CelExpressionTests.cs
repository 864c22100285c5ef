using AiGateway.Contracts.Cel;

namespace AiGateway.Contracts.Tests.Cel;

public sealed class CelExpressionTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("!false && (false || true)")]
    [InlineData("request.model == \"fast\"")]
    [InlineData("request.model.startsWith('fa') && request.model.endsWith('st') && request.model.contains('as')")]
    [InlineData("request.model.matches(r'^f[a-z]+$')")]
    [InlineData("request.model in ['slow', 'fast']")]
    [InlineData("'team' in request.metadata && !('other' in request.metadata)")]
    [InlineData("has(request.metadata.team) && !has(request.metadata.other)")]
    [InlineData("has(request.user) && !has(request.maxTokens)")]
    [InlineData("request.metadata.team == 'search' && request.metadata['team'] == \"search\"")]
    [InlineData("size(request.metadata) == 1 && request.model.size() == 4 && size([1, 2]) == 2")]
    [InlineData("size('a\\U0001F600b') == 3")]
    [InlineData("request.bytes + 1 == 1001 && request.bytes * 2 >= 2000 && request.bytes / 3 == 333 && request.bytes % 3 == 1")]
    [InlineData("-7 / 2 == -3 && -7 % 2 == -1")]
    [InlineData("1 == 1.0 && 1 < 1.5 && 2.5 > 2")]
    [InlineData("9007199254740993 != 9007199254740992.0")]
    [InlineData("9223372036854775807 < 9223372036854775808.0 && -9223372036854775808 == -9223372036854775808.0")]
    [InlineData("0x10 == 16 && 1e3 == 1000.0")]
    [InlineData("1.0 / 0.0 > 1e308")]
    [InlineData("request.stream ? false : true")]
    [InlineData("false ? true : request.stream ? false : true")]
    [InlineData("[1, 2, 3].exists(x, x > 2) && ['a', 'ab'].all(x, x.startsWith('a')) && ![1].exists(x, x == 2)")]
    [InlineData("[[1, 2], [3]].exists(x, x.all(y, y < 3))")]
    [InlineData("[].all(x, x) && ![].exists(x, x)")]
    [InlineData("['b', 'a'][1] == 'a' && [1, 2] == [1, 2] && [1] != [2]")]
    [InlineData("'a' + 'b' == 'ab' && 'a' < 'b'")]
    [InlineData("'\\uFFFF' < '\\U0001F600'")]
    [InlineData("'\\x41\\101\\n' == \"AA\\n\"")]
    [InlineData("true // a comment\n && true")]
    [InlineData("[1, 'a', 2.5].exists(x, x == 'a')")]
    [InlineData("[request.user].exists(request, request == 'u1')")]
    public void Evaluate_Condition_Holds(string text) => Assert.Equal(new(true, CelFault.None), Evaluate(text));

    [Theory]
    [InlineData("request.metadata.other == 'x'", CelFault.NoSuchKey)]
    [InlineData("[1][1] == 1", CelFault.NoSuchIndex)]
    [InlineData("9223372036854775807 + 1 > 0", CelFault.Overflow)]
    [InlineData("-9223372036854775808 / -1 > 0", CelFault.Overflow)]
    [InlineData("1 / 0 == 1", CelFault.DivideByZero)]
    [InlineData("1 % 0 == 1", CelFault.DivideByZero)]
    [InlineData("[1, 'a'].exists(x, x + 1 == 5)", CelFault.WrongType)]
    [InlineData("!(request.metadata.other == 'x')", CelFault.NoSuchKey)]
    [InlineData("request.metadata.other == 'x' && true", CelFault.NoSuchKey)]
    [InlineData("false || request.metadata.other == 'x'", CelFault.NoSuchKey)]
    [InlineData("request.metadata.other == 'x' ? true : true", CelFault.NoSuchKey)]
    public void Evaluate_PartHasNoValue_DoesNotHoldAndSaysWhy(string text, CelFault fault) => Assert.Equal(new(false, fault), Evaluate(text));

    [Theory]
    [InlineData("request.metadata.other == 'x' || true", true)]
    [InlineData("true || request.metadata.other == 'x'", true)]
    [InlineData("request.metadata.other == 'x' && false", false)]
    [InlineData("[0, 1].exists(x, 1 / x == 1)", true)]
    [InlineData("[0, 2].all(x, 1 / x == 1)", false)]
    public void Evaluate_AnotherPartDecides_TheFaultIsAbsorbed(string text, bool holds) => Assert.Equal(new(holds, CelFault.None), Evaluate(text));

    [Theory]
    [InlineData("", 1)]
    [InlineData("request.model", 1)]
    [InlineData("1 + 'a' == 2", 3)]
    [InlineData("request.nothing == 1", 1)]
    [InlineData("nothing", 1)]
    [InlineData("request.model == 1", 15)]
    [InlineData("request.model.nothing == 1", 15)]
    [InlineData("request.model.shout()", 15)]
    [InlineData("true &&", 8)]
    [InlineData("true true", 6)]
    [InlineData("'open", 1)]
    [InlineData("'\\q' == ''", 2)]
    [InlineData("'\\uD800' == ''", 2)]
    [InlineData("a\u00e9 == 1", 2)]
    [InlineData("99999999999999999999 == 1", 1)]
    [InlineData("1e999 == 1.0", 1)]
    [InlineData("request.model.matches(request.user)", 23)]
    [InlineData("request.model.matches('(a')", 23)]
    [InlineData("request.model.matches('(a)\\\\1')", 23)]
    [InlineData("request.model.matches('a{900}{900}')", 23)]
    [InlineData("has(1)", 5)]
    [InlineData("request.bytes.exists(x, true)", 1)]
    [InlineData("[1].exists(x, x)", 15)]
    [InlineData("1 < 'a'", 3)]
    [InlineData("1 + 1.0 == 2.0", 3)]
    [InlineData("1 in 'a'", 3)]
    public void Parse_Unfit_SaysWhere(string text, int position)
    {
        var parsing = CelExpression.Parse(text, RouteConditions.Environment);

        Assert.Null(parsing.Expression);
        Assert.Equal(position, parsing.Errors[0].Position);
    }

    [Fact]
    public void Parse_SeveralTypeFaults_AreToldAtOnce() =>
        Assert.Equal([3, 17], CelExpression.Parse("1 + 'a' == 2 && !1", RouteConditions.Environment).Errors.Select(error => error.Position));

    [Fact]
    public void Parse_PastABound_IsRefused()
    {
        string[] unfit =
        [
            "true || " + new string(' ', CelBounds.Text) + "true",
            new string('(', CelBounds.Depth + 1) + "true" + new string(')', CelBounds.Depth + 1),
            new string('!', CelBounds.Depth) + "true",
            $"[{string.Join(",", Enumerable.Repeat("1", CelBounds.Nodes))}]==[1]",
            "request.model.matches('" + new string('a', CelBounds.Pattern + 1) + "')",
        ];

        Assert.All(unfit, text => Assert.Null(CelExpression.Parse(text, RouteConditions.Environment).Expression));
        Assert.NotNull(CelExpression.Parse($"1 in [{string.Join(",", Enumerable.Repeat("1", CelBounds.Nodes - 3))}]", RouteConditions.Environment).Expression);
    }

    [Fact]
    public void Evaluate_CostsTooMuch_EndsWithoutAVerdictEvenBesideATrueOne()
    {
        var list = $"[{string.Join(",", Enumerable.Range(0, 40))}]";
        var text = $"{list}.exists(a, {list}.exists(b, {list}.exists(c, a + b + c > 1000))) || true";

        Assert.Equal(new(false, CelFault.CostExceeded), Evaluate(text));
    }

    [Fact]
    public void Evaluate_LongTexts_AreCounted()
    {
        var environment = new CelEnvironment(new CelVariable("text", CelType.String));
        var expression = CelExpression.Parse("text.contains('needle')", environment).Expression!;

        Assert.Equal(CelFault.CostExceeded, expression.Evaluate(_ => CelValue.Of(new string('a', CelBounds.Cost * 17))).Fault);
    }

    [Fact]
    public void Evaluate_VariablesThatAreNotReached_AreNotAskedFor()
    {
        var asked = new List<int>();
        var expression = CelExpression.Parse("request.stream && request.metadata.team == 'a'", RouteConditions.Environment).Expression!;

        expression.Evaluate(place =>
        {
            asked.Add(place);
            return CelGiven.Value(place);
        });

        Assert.Equal([(int)RouteVariable.RequestStream], asked);
    }

    [Fact]
    public void Environment_EachVariable_IsOneOfTheEnumInItsPlace() => Assert.Equal(
        RouteConditions.Environment.Variables.Select(variable => variable.Name.Replace(".", "", StringComparison.Ordinal).ToUpperInvariant()),
        Enum.GetNames<RouteVariable>().Select(name => name.ToUpperInvariant()));

    private static CelOutcome Evaluate(string text)
    {
        var parsing = CelExpression.Parse(text, RouteConditions.Environment);
        Assert.Empty(parsing.Errors);
        return parsing.Expression!.Evaluate(CelGiven.Value);
    }
}
