using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Protocols;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>The edits make of a body what a reader of the whole document would make of it, and leave every other byte.</summary>
public sealed class ParameterEditsTests
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };
    private static readonly string[] s_names = ["a", "b", "c", "temperature", "tools", "stream_options", "logprobs", "store", "model", "messages"];

    [Theory]
    [InlineData("""{"a":1}""", """{"remove":["a"]}""", "{}")]
    [InlineData("""{"a":1,"b":2}""", """{"remove":["a"]}""", """{"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"remove":["b"]}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"remove":["b"]}""", """{"a":1,"c":3}""")]
    [InlineData("""{ "a" : 1 , "b" : 2 }""", """{"remove":["a","b"]}""", "{  }")]
    [InlineData("""{ "a" : 1 , "b" : 2 }""", """{"overrides":{"b":[3]}}""", """{ "a" : 1 , "b" : [3] }""")]
    [InlineData("""{ "a" : 1 }""", """{"defaults":{"a":2,"b":2}}""", """{ "a" : 1,"b":2 }""")]
    [InlineData("{}", """{"defaults":{"a":2},"overrides":{"b":{"x":null}}}""", """{"a":2,"b":{"x":null}}""")]
    [InlineData("""{"\u0061":1,"b":2}""", """{"remove":["a"]}""", """{"b":2}""")]
    [InlineData("""{"a":{"b":1},"b":2}""", """{"remove":["b"],"defaults":{"c":1}}""", """{"a":{"b":1},"c":1}""")]
    [InlineData("""{"a":1}""", """{"overrides":{"a":2},"remove":["a"]}""", "{}")]
    [InlineData("""{"model":"m","messages":[]}""", """{"overrides":{"model":"x","stream":true},"remove":["messages"]}""", """{"model":"m","messages":[]}""")]
    [InlineData("""{"tools":[1],"a":1}""", """{"overrides":{"tools":[2]},"defaults":{"plugins":[1],"Tools":[1]}}""", """{"tools":[1],"a":1}""")]
    [InlineData("""{"tools":[1],"store":false}""", """{"remove":["tools","store"]}""", """{"store":false}""")]
    [InlineData("""{"store":true}""", """{"overrides":{"store":false}}""", """{"store":false}""")]
    [InlineData("[1]", """{"remove":["a"]}""", "[1]")]
    [InlineData("no json", """{"remove":["a"]}""", "no json")]
    public void Compute_OneRule_ChangesThoseBytesAlone(string body, string rule, string expected) => Assert.Equal(expected, Edit(body, [Rule(rule)], []));

    [Fact]
    public void Compute_RouteThenTarget_TheTargetHasTheLastWord() => Assert.Equal(
        """{"a":3,"c":1}""",
        Edit("""{"a":1,"b":1}""", [Rule("""{"overrides":{"a":2},"remove":["b"],"defaults":{"c":1}}"""), Rule("""{"overrides":{"a":3},"defaults":{"c":2}}""")], []));

    [Fact]
    public void Compute_NoRules_LeavesTheOthers() => Assert.Equal("""{"x":1,"a":1}""", Edit("""{"a":1}""", [], [Insert("{", "\"x\":1,")]));

    [Fact]
    public void Compute_OthersPutMembersIn_CommasAreRightWhateverIsLeft()
    {
        Assert.Equal("""{"x":1}""", Edit("""{"a":1}""", [Rule("""{"remove":["a"]}""")], [Insert("{", "\"x\":1,")]));
        Assert.Equal("""{"x":1,"b":2}""", Edit("""{"a":1}""", [Rule("""{"remove":["a"],"defaults":{"b":2}}""")], [Insert("{", "\"x\":1,")]));
        Assert.Equal("""{"x":1,"b":2}""", Edit("{}", [Rule("""{"defaults":{"b":2}}""")], [Insert("{", "\"x\":1")]));
    }

    [Fact]
    public void Compute_MemberThatTheGatewayPutIn_IsOutOfReachButForStreamOptions()
    {
        const string put = "\"logprobs\":false,";
        const string options = "\"stream_options\":{\"include_usage\":true},";
        var rule = Rule("""{"overrides":{"logprobs":true,"stream_options":null}}""");

        Assert.Equal("""{"logprobs":false,"a":1,"stream_options":null}""", Edit("""{"a":1}""", [rule], [Insert("{", put), Insert("{", options)]));
        Assert.Equal("""{"a":1}""", Edit("""{"a":1}""", [Rule("""{"remove":["stream_options"]}""")], [Insert("{", options)]));
    }

    [Fact]
    public void Compute_AnyBodyRulesAndOthers_AgreesWithAReaderOfTheWhole()
    {
        var value = Gen.Elements("1", "false", "\"x,}\"", "null", "[1,{\"a\":2}]", "{\"a\":1,\"b\":[]}", "\"\\u0061\\\"\"");
        var gap = Gen.Elements("", " ", "\n\t");
        var member = from name in Gen.Elements(s_names)
                     from content in value
                     from before in gap
                     from after in gap
                     select (Name: name, Text: $"{before}\"{(name == "a" ? "\\u0061" : name)}\"{after}:{before}{(name == "stream_options" ? "{\"include_usage\":false}" : content)}{after}");
        var body = from members in member.ArrayOf(6)
                   from inside in gap
                   select $" {{{inside}{string.Join(",", members.DistinctBy(one => one.Name).Select(one => one.Text))}{inside}}} ";
        var set = from names in Gen.Elements(s_names).ArrayOf(3)
                  from values in value.ArrayOf(3)
                  select $"{{{string.Join(",", names.Zip(values).DistinctBy(one => one.First).Select(one => $"\"{one.First}\":{one.Second}"))}}}";
        var rule = from defaults in set
                   from overrides in set
                   from removed in Gen.Elements(s_names).ArrayOf(3)
                   select Rule($"{{\"defaults\":{defaults},\"overrides\":{overrides},\"remove\":[{string.Join(",", removed.Distinct().Select(name => $"\"{name}\""))}]}}");
        var sample = from text in body from rules in rule.ArrayOf(2) from usage in Gen.Elements(true, false) from store in Gen.Elements(true, false) select (text, rules, usage, store);

        Prop.ForAll(sample.ToArbitrary(), one => Agrees(one.text, one.rules, OthersFor(one.text, one.usage, one.store))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static bool Agrees(string body, ParametersRule[] rules, BodyEdit[] others)
    {
        var plain = Splice(body, others);
        var edited = Edit(body, rules, others);
        using var read = JsonDocument.Parse(edited, s_strict);
        var expected = Oracle(JsonNode.Parse(plain)!.AsObject(), rules);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(edited)), $"{body} -> {edited}, expected {expected.ToJsonString()}");
        return true;
    }

    private static JsonObject Oracle(JsonObject root, ParametersRule[] rules)
    {
        foreach (var rule in rules)
        {
            foreach (var member in rule.Defaults!.Value.EnumerateObject().Where(member => !root.ContainsKey(member.Name) && ParametersRule.MaySet(member.Name, member.Value)))
                root[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            foreach (var member in rule.Overrides!.Value.EnumerateObject().Where(member => ParametersRule.MaySet(member.Name, member.Value))) root[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            foreach (var name in rule.Remove!.Value.Where(ParametersRule.MayRemove)) root.Remove(name);
        }

        return root;
    }

    /// <summary>What the gateway edits itself: the model's value, the usage, the store.</summary>
    private static BodyEdit[] OthersFor(string body, bool usage, bool store)
    {
        var (edits, start) = (new List<BodyEdit>(), body.IndexOf('{', StringComparison.Ordinal) + 1);
        var comma = JsonNode.Parse(body)!.AsObject().Count > 0 ? "," : "";
        if (store && !Has(body, "store") && comma.Length > 0) edits.Add(new(start, 0, "\"store\":false,"u8.ToArray()));
        if (usage && !Has(body, "stream_options")) edits.Add(new(start, 0, Encoding.UTF8.GetBytes("\"stream_options\":{\"include_usage\":true}" + comma)));
        if (usage && Has(body, "stream_options")) edits.Add(new(body.IndexOf("false}", StringComparison.Ordinal), 5, "true"u8.ToArray()));
        var members = TopMembers.Read(new(Encoding.UTF8.GetBytes(body)))!.Members.Where(member => member.Name == "model");
        edits.AddRange(members.Select(member => new BodyEdit(member.ValueStart, member.End - member.ValueStart, "\"other\""u8.ToArray())));
        return [.. edits.OrderBy(edit => edit.Start)];
    }

    private static bool Has(string body, string name) => JsonNode.Parse(body)!.AsObject().ContainsKey(name);

    private static BodyEdit Insert(string behind, string text) => new(behind.Length, 0, Encoding.UTF8.GetBytes(text));

    private static string Edit(string body, ParametersRule[] rules, BodyEdit[] others) =>
        Splice(body, ParameterEdits.Compute(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)), rules, others));

    /// <summary>Makes the edits, and fails where they are not in order or overlap.</summary>
    private static string Splice(string body, BodyEdit[] edits)
    {
        var (bytes, made, at) = (Encoding.UTF8.GetBytes(body), new ArrayBufferWriter<byte>(), 0L);
        foreach (var edit in edits)
        {
            Assert.InRange(edit.Start, at, bytes.Length);
            made.Write(bytes.AsSpan((int)at, (int)(edit.Start - at)));
            made.Write(edit.Text.Span);
            at = edit.Start + edit.Length;
        }

        made.Write(bytes.AsSpan((int)at));
        return Encoding.UTF8.GetString(made.WrittenSpan);
    }

    private static ParametersRule Rule(string json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        return new()
        {
            Defaults = root.TryGetProperty("defaults", out var defaults) ? defaults : null,
            Overrides = root.TryGetProperty("overrides", out var overrides) ? overrides : null,
            Remove = root.TryGetProperty("remove", out var removed) ? [.. removed.EnumerateArray().Select(name => name.GetString()!)] : null,
        };
    }
}
