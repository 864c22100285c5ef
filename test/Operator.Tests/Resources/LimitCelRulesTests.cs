using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Contracts.Cel;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;
using AiGateway.Operator.Resources.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Resources;

/// <summary>
/// The CRDs' rules about limits, evaluated: they refuse what the compiler refuses, in its words, and nothing else. API servers before 1.25 cannot show it. Two rules need functions that the
/// evaluator here has not got, double() and duration(), so nothing is drawn that they would refuse.
/// </summary>
public sealed class LimitCelRulesTests
{
    private static readonly CelEnvironment s_self = new(new CelVariable("self", CelType.MapOf(CelType.Dyn)));
    private static readonly string[] s_notEvaluated = [RuleMessages.MostUsd, RuleMessages.WindowBounds];

    [Fact]
    public void Rules_OfAPolicysLimit_SayWhatTheCompilerSays() => ForAll(random =>
    {
        var limit = MakeLimit(random);
        Assert.Equal(FoundIn("AgentPolicy", $$"""{"podSelector":{},"limits":[{{limit.ToJsonString()}}]}"""), Broken(typeof(AgentLimit), limit));
    });

    [Fact]
    public void Rules_OfABudget_SayWhatTheCompilerSays() => ForAll(random =>
    {
        var (all, amount) = (MakeLimit(random), new JsonObject());
        foreach (var name in s_amounts.Where(all.ContainsKey)) amount[name] = all[name]!.DeepClone();
        var spec = new JsonObject { ["limit"] = amount, ["agents"] = new JsonObject() };
        foreach (var name in new[] { "window", "period", "unknownPrice", "whenAway" }.Where(all.ContainsKey)) spec[name] = all[name]!.DeepClone();
        Assert.Equal(FoundIn("Budget", spec.ToJsonString()), Sort(Broken(typeof(BudgetSpec), spec).Concat(Broken(typeof(LimitAmount), amount))));
    });

    private static readonly string[] s_amounts = ["usd", "requests", "inputTokens", "outputTokens", "totalTokens", "concurrentCalls"];

    private static JsonObject MakeLimit(Random random)
    {
        var limit = new JsonObject { ["name"] = "a" };
        void Maybe(int oneIn, string name, params string[] values)
        {
            if (random.Next(oneIn) == 0) limit[name] = JsonNode.Parse(values[random.Next(values.Length)]);
        }

        foreach (var name in s_amounts) Maybe(5, name, name switch { "usd" => ["\"1\""], "concurrentCalls" => ["1"], _ => ["0", "5", "1000000000000000", "1000000000000001"] });
        Maybe(2, "window", "\"1h\"", "\"1s\"");
        Maybe(3, "period", "\"Day\"");
        Maybe(3, "per", "\"Agent\"", "\"Pod\"");
        Maybe(2, "by", "\"None\"", "\"Model\"", "\"Tool\"", "\"EndUser\"");
        Maybe(3, "endUser", """{"header":"x-user"}""");
        Maybe(3, "models", """["fast"]""");
        Maybe(3, "tools", """["github/*"]""");
        Maybe(3, "maxOvershootPercent", "10");
        Maybe(3, "whenAway", "\"Deny\"", "\"Allow\"");
        Maybe(3, "unknownPrice", "\"Deny\"", "\"Zero\"");
        return limit;
    }

    private static IEnumerable<string> FoundIn(string kind, string spec)
    {
        var json = JsonDocument.Parse($$"""{"apiVersion":"aigateway.dev/v1alpha1","kind":"{{kind}}","metadata":{"name":"a","namespace":"a"},"spec":{{spec}}}""").RootElement;
        var inventory = kind == "Budget"
            ? new Inventory { Budgets = [ResourceReader.ReadStrict(json, ResourceJson.Default.Budget).Value!] }
            : new Inventory { Policies = [ResourceReader.ReadStrict(json, ResourceJson.Default.AgentPolicy).Value!] };
        return Sort(Assert.Single(BundleCompiler.Compile(inventory).Resources).Diagnostics.Select(found => found.Message));
    }

    private static IEnumerable<string> Broken(Type type, JsonObject self)
    {
        var value = Read(JsonDocument.Parse(self.ToJsonString()).RootElement);
        return Sort(type.GetCustomAttributes<CelRuleAttribute>().Where(rule => !s_notEvaluated.Contains(rule.Message) && !Holds(rule.Rule, value)).Select(rule => rule.Message));
    }

    private static IEnumerable<string> Sort(IEnumerable<string> messages) => messages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static bool Holds(string rule, CelValue self)
    {
        var parsing = CelExpression.Parse(rule, s_self);
        Assert.Empty(parsing.Errors);
        return parsing.Expression!.Evaluate(_ => self).Holds;
    }

    private static CelValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => CelValue.Of(json.EnumerateObject().ToDictionary(member => member.Name, member => Read(member.Value))),
        JsonValueKind.Array => CelValue.Of([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Number => CelValue.Of(json.GetInt64()),
        _ => CelValue.Of(json.GetString()),
    };

    private static void ForAll(Action<Random> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
}
