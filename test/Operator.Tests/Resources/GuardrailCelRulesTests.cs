using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Contracts.Cel;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Compile.Guardrails;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Schema;
using FsCheck;
using FsCheck.Fluent;
using Check = AiGateway.Operator.Resources.Guardrails.Check;

namespace AiGateway.Operator.Tests.Resources;

/// <summary>The CRD's rules about checks, evaluated: they refuse what the table of abilities refuses, and nothing else. API servers before 1.25 cannot show it.</summary>
public sealed class GuardrailCelRulesTests
{
    private static readonly CelEnvironment s_self = new(new CelVariable("self", CelType.MapOf(CelType.Dyn)));
    private static readonly string[] s_places = EnumNames.Of(typeof(GuardPlace));

    private static readonly (string Type, string[] Settings)[] s_settings =
    [
        ("secrets", ["{}"]),
        ("pii", ["""{"types":["Email"]}""", """{"types":["Email"],"mask":"Label"}""", """{"types":["Email"],"mask":"Hash"}""", """{"types":["Email"],"mask":"Reversible"}"""]),
        ("words", ["""{"words":["x"]}"""]),
        ("pattern", ["""{"pattern":"x"}"""]),
        ("length", ["{}", """{"minCharacters":1}""", """{"maxCharacters":2}""", """{"minCharacters":3,"maxCharacters":2}""", """{"minCharacters":2,"maxCharacters":2}"""]),
        ("jsonSchema", ["""{"schema":"{}"}"""]),
        ("language", ["{}", """{"allow":[]}""", """{"allow":["c"]}""", """{"deny":["c"]}""", """{"unlabelled":"Deny"}""", """{"unlabelled":"Allow"}"""]),
        ("links", ["""{"allow":[]}"""]),
        ("invisible", ["{}"]),
        ("encoded", ["{}"]),
        ("injection", ["{}", """{"threshold":9}""", """{"canaries":[]}""", """{"canaries":["c4n4ry-1"]}""", """{"insertCanary":true}""", """{"insertCanary":false}""", """{"threshold":9,"insertCanary":true}"""]),
        ("loop", ["{}", """{"warnAfter":6}""", """{"stopAfter":3}""", """{"warnAfter":1,"stopAfter":2}"""]),
        ("webhook", ["""{"url":"https://g.example/"}""", """{"url":"https://g.example/","timing":"Beside"}"""]),
        ("openAiModeration", ["""{"credential":"c"}""", """{"credential":"c","timing":"Before"}"""]),
        ("bedrockGuardrail", ["""{"credential":"c","guardrailId":"g","version":"1"}""", """{"credential":"c","guardrailId":"g","version":"1","timing":"Beside"}"""]),
        ("llmJudge", ["""{"route":"r","prompt":"p"}""", """{"route":"r","prompt":"p","timing":"Beside"}"""]),
        ("groundedness", ["""{"route":"r"}"""]),
    ];

    [Fact]
    public void Rules_OfAnyCheck_SayWhatTheTableSays() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var json = Make(new Random(seed));
            Assert.Equal(Found(json), Broken(json));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Theory]
    [InlineData("""{"bearer":{}}""", "")]
    [InlineData("""{"header":{}}""", "")]
    [InlineData("{}", RuleMessages.OneWebhookAuth)]
    [InlineData("""{"bearer":{},"header":{}}""", RuleMessages.OneWebhookAuth)]
    public void Rules_OfAuthentication_TakeOneWay(string auth, string message) => Assert.Equal(message, string.Concat(Broken(typeof(WebhookAuth), JsonDocument.Parse(auth).RootElement)));

    [Theory]
    [InlineData("""{"url":"https://g/","tls":{},"clientCertificate":{}}""", "")]
    [InlineData("""{"url":"http://g/"}""", "")]
    [InlineData("""{"url":"http://g/","tls":{}}""", RuleMessages.WebhookTlsNeedsHttps)]
    [InlineData("""{"url":"http://g/","clientCertificate":{}}""", RuleMessages.WebhookCertificateNeedsHttps)]
    public void Rules_OfAWebhook_NeedHttpsForWhatIsTls(string webhook, string message) => Assert.Equal(message, string.Concat(Broken(typeof(WebhookOptions), JsonDocument.Parse(webhook).RootElement)));

    /// <summary>Mostly a check of one type with its own settings; now and then with none, or with those of another.</summary>
    private static string Make(Random random)
    {
        T Pick<T>(params T[] from) => from[random.Next(from.Length)];
        var own = Pick(s_settings);
        var check = new JsonObject { ["type"] = own.Type, ["action"] = Pick("Deny", "Mask", "Flag") };
        check[Pick("on", "true")] = new JsonArray([.. s_places.Where(_ => random.Next(3) == 0).DefaultIfEmpty(Pick(s_places)).Select(place => (JsonNode)place)]);
        if (random.Next(8) > 0) check[own.Type] = JsonNode.Parse(Pick(own.Settings));
        if (random.Next(8) == 0 && Pick(s_settings) is var other) check[other.Type] = JsonNode.Parse(other.Settings[0]);
        if (random.Next(3) == 0) check["onFailure"] = Pick("Deny", "Allow");
        return check.ToJsonString();
    }

    /// <summary>What the compiler says.</summary>
    private static IEnumerable<string> Found(string json)
    {
        var spec = $$$"""{"apiVersion":"aigateway.dev/v1alpha1","kind":"Guardrail","metadata":{"name":"g"},"spec":{"checks":[{{{json}}}]}}""";
        var check = ResourceReader.ReadStrict(JsonDocument.Parse(spec).RootElement, ResourceJson.Default.Guardrail).Value!.Spec.Checks[0];
        return Sort(CheckAbilities.Find(CheckDrafts.Of(check), []).Select(problem => problem.Message));
    }

    private static IEnumerable<string> Broken(string json)
    {
        var check = JsonDocument.Parse(json).RootElement;
        var nested = new[] { ("length", typeof(LengthOptions)), ("language", typeof(LanguageOptions)), ("loop", typeof(LoopOptions)) };
        return Sort(Broken(typeof(Check), check).Concat(nested.SelectMany(one => check.TryGetProperty(one.Item1, out var settings) ? Broken(one.Item2, settings) : [])));
    }

    private static IEnumerable<string> Sort(IEnumerable<string> messages) => messages.Where(message => message != CheckMessages.EncodedAlone).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Broken(Type type, JsonElement self) =>
        type.GetCustomAttributes<CelRuleAttribute>().Where(rule => !Holds(rule.Rule, Read(self))).Select(rule => rule.Message);

    private static bool Holds(string rule, CelValue self)
    {
        var parsing = CelExpression.Parse(rule, s_self);
        Assert.Empty(parsing.Errors);
        return parsing.Expression!.Evaluate(_ => self).Holds;
    }

    private static CelValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => CelValue.Of(json.EnumerateObject().ToDictionary(member => member.Name is "loop" or "true" ? $"__{member.Name}__" : member.Name, member => Read(member.Value))),
        JsonValueKind.Array => CelValue.Of([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Number => CelValue.Of(json.GetInt64()),
        JsonValueKind.True or JsonValueKind.False => CelValue.Of(json.GetBoolean()),
        _ => CelValue.Of(json.GetString()),
    };
}
