using System.Text.Json;
using System.Text.RegularExpressions;
using AiGateway.CrdGenerator;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Resources;

/// <summary>
/// What an API server asks of a CRD's rules before it takes the CRD at all, and of which one broken rule costs the whole kind: every member that a rule names is declared and has a type, and no
/// rule can cost more than a server allows. Servers estimate by the bounds of strings and lists, from 1.25 on.
/// </summary>
public sealed class CrdRuleTests
{
    /// <summary>A tenth of what a server allows one rule, 10,000,000: the estimate here is a coarse one.</summary>
    private const double MostCost = 1_000_000;

    public static TheoryData<string> Files => [.. CrdFiles.Make(withRules: true).Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Rules_EveryMember_IsDeclaredAndHasAType(string file) =>
        Assert.All(RulesOf(file), one => Assert.All(MembersOf(one), member => Assert.True(member.Schema.TryGetProperty("type", out _), $"{one.Path}: {member.Text} in {one}")));

    [Theory]
    [MemberData(nameof(Files))]
    public void Rules_EveryOne_CostsLessThanAServerAllows(string file) => Assert.All(RulesOf(file), one => Assert.True(CostOf(one) < MostCost, $"{one.Path}: {CostOf(one)}: {one}"));

    [Fact]
    public void Members_OfWhatIsNotDeclared_AreFound()
    {
        var schema = JsonSerializer.Deserialize<JsonElement>("""{"properties":{"a":{"type":"array","maxItems":3,"items":{"type":"object","properties":{"b":{"type":"string","maxLength":5}}}}}}""");

        Assert.All(MembersOf(new(schema, "", 1, "self.a.all(one, one.b == 'self.x') && self.a.size() > 0")), member => Assert.True(member.Schema.TryGetProperty("type", out _)));
        Assert.Contains(MembersOf(new(schema, "", 1, "self.a.exists(one, one.c)")), member => member.Schema.ValueKind == JsonValueKind.Undefined);
        Assert.Equal(double.PositiveInfinity, CostOf(new(schema, "", double.PositiveInfinity, "has(self.a)")));
    }

    /// <summary>A rule, the schema that it stands at, and how often it can be asked for one object.</summary>
    private sealed record Rule(JsonElement At, string Path, double Times, string Text)
    {
        /// <summary>Without what stands in quotes.</summary>
        public string Bare => Regex.Replace(Text, "'[^']*'", "''", RegexOptions.NonBacktracking);

        public override string ToString() => Text;
    }

    private static List<Rule> RulesOf(string file) =>
        [.. Walk(Assert.Single(YamlJson.Read(CrdFiles.Make(withRules: true).Single(one => one.Key == file).Value)).Json.GetProperty("spec").GetProperty("versions")[0].GetProperty("schema").GetProperty("openAPIV3Schema"), "", 1)];

    private static IEnumerable<Rule> Walk(JsonElement schema, string path, double times)
    {
        if (schema.TryGetProperty("x-kubernetes-validations", out var rules))
        {
            foreach (var rule in rules.EnumerateArray()) yield return new(schema, path, times, rule.GetProperty("rule").GetString()!);
        }

        var members = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(member => (Schema: member.Value, Path: $"{path}.{member.Name}", Times: times)) : [];
        if (schema.TryGetProperty("items", out var items)) members = members.Append((items, path + "[]", times * BoundOf(schema, "maxItems")));
        if (schema.TryGetProperty("additionalProperties", out var values)) members = members.Append((values, path + "{}", times * BoundOf(schema, "maxProperties")));
        foreach (var found in members.SelectMany(member => Walk(member.Schema, member.Path, member.Times))) yield return found;
    }

    private static double BoundOf(JsonElement schema, string name) => schema.TryGetProperty(name, out var bound) ? bound.GetDouble() : double.PositiveInfinity;

    /// <summary>Every path in the rule, with what is declared there; nothing where it is not.</summary>
    private static List<(string Text, JsonElement Schema)> MembersOf(Rule rule)
    {
        var names = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["self"] = rule.At, ["oldSelf"] = rule.At };
        var found = new List<(string Text, JsonElement Schema)>();
        foreach (Match match in Regex.Matches(rule.Bare, @"\b(?<head>[A-Za-z]\w*)(?<path>(\.\w+)*)(?<call>\()?(?<name>\w+,)?", RegexOptions.NonBacktracking))
        {
            if (!names.TryGetValue(match.Groups["head"].Value, out var schema))
            {
                Bind(match.Groups["head"].Value, match.Groups["name"].Value);
                continue;
            }

            string[] path = [.. match.Groups["path"].Value.Split('.').Skip(1)];
            foreach (var name in match.Groups["call"].Success ? path.SkipLast(1) : path) schema = MemberOf(schema, name);
            if (schema.ValueKind != JsonValueKind.Undefined && path.Length == 0) continue;
            found.Add((match.Value, schema));
            if (match.Groups["call"].Success) Bind(path[^1], match.Groups["name"].Value);
        }

        return found;

        void Bind(string macro, string name)
        {
            if (macro is "all" or "exists" && name.Length > 0) names[name[..^1]] = found[^1].Schema.GetProperty("items");
        }
    }

    private static JsonElement MemberOf(JsonElement schema, string name)
    {
        var declared = Regex.Replace(name, "^__(.*)__$", "$1", RegexOptions.NonBacktracking); // A word that the language keeps for itself.
        return schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var members) && members.TryGetProperty(declared, out var member) ? member : default;
    }

    /// <summary>More than a server's estimate: each word costs, each string is read whole wherever it is named, and all of it once for each item of the longest list.</summary>
    private static double CostOf(Rule rule)
    {
        var members = MembersOf(rule);
        var texts = members.Where(member => member.Schema.TryGetProperty("type", out var type) && type.ValueEquals("string") && !member.Schema.TryGetProperty("enum", out _)).Sum(member => BoundOf(member.Schema, "maxLength"));
        var longest = members.Where(member => member.Schema.TryGetProperty("items", out _)).Select(member => BoundOf(member.Schema, "maxItems")).Append(1).Max();
        var loops = Regex.IsMatch(rule.Bare, @"\.(all|exists|filter)\(| in ", RegexOptions.NonBacktracking) ? longest : 1;
        return rule.Times * ((loops * Regex.Count(rule.Bare, @"\w+|[^\s\w]", RegexOptions.NonBacktracking) * 2) + (0.4 * texts));
    }
}
