using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>What conditions and stickiness read of a request, in every dialect.</summary>
public sealed class RequestFactsTests
{
    [Theory]
    [InlineData("""{"max_tokens":9}""", "request.maxTokens == 9")]
    [InlineData("""{"max_completion_tokens":9}""", "request.maxTokens == 9")]
    [InlineData("""{"max_output_tokens":9}""", "request.maxTokens == 9")]
    [InlineData("""{"generationConfig":{"topK":1,"x":{"maxOutputTokens":1},"maxOutputTokens":9}}""", "request.maxTokens == 9")]
    [InlineData("""{"inferenceConfig":{"maxTokens":9}}""", "request.maxTokens == 9")]
    [InlineData("""{"max_tokens":"9"}""", "request.maxTokens == 0")]
    [InlineData("""{"tools":[{"a":[1]},{"b":[]}],"user":"u"}""", "request.hasTools && request.user == 'u'")]
    [InlineData("""{"tools":[[1],[2]],"user":"u"}""", "request.hasTools && request.user == 'u'")]
    [InlineData("""{"tools":[],"user":"u"}""", "!request.hasTools && request.user == 'u'")]
    [InlineData("""{"tools":null,"functions":[{}]}""", "request.hasTools")]
    [InlineData("""{"toolConfig":{"toolChoice":{},"tools":[{}]}}""", "request.hasTools")]
    [InlineData("""{"metadata":{"user_id":"u","n":1,"o":{"x":"y"},"team":"a"}}""", "request.user == 'u' && request.metadata.team == 'a' && size(request.metadata) == 2")]
    [InlineData("""{"user":{"x":1},"safety_identifier":"u"}""", "request.user == 'u'")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"user"}],"user":"u"}""", "request.user == 'u'")]
    [InlineData("{}", "!has(request.user) && !request.stream && request.bytes >= 2 && request.model == 'fast'")]
    [InlineData("{}", "request.inputTokens == request.bytes / 4 && request.dialect == 'openai' && request.operation == 'chat'")]
    [InlineData("{}", "agent.namespace == 'shop' && agent.serviceAccount == 'buyer' && agent.workloadKind == 'Deployment' && agent.workload == 'buyer' && agent.pod == 'buyer-7d9f-x2'")]
    public void Value_Request_IsWhatItSays(string json, string condition)
    {
        using var call = GivenRouting.Call(json);
        var facts = new RequestFacts(call, Given.Agent);

        Assert.Equal(new(true, CelFault.None), CelExpression.Parse(condition, RouteConditions.Environment).Expression!.Evaluate(facts.Value));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"be"},{"role":"user","content":"hi"}]}""",
        """{"messages":[{"role":"system","content":"be"},{"role":"user","content":"hi"},{"role":"assistant","content":"ho"},{"role":"user","content":"on"}],"temperature":1}""")]
    [InlineData("""{"system":[{"type":"text","text":"be","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]}""",
        """{"system":[{"type":"text","text":"be"}],"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]},{"role":"assistant","content":"ho"},{"role":"user","content":"on"}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""", """{"contents":[{"role":"user","parts":[{"text":"hi"}]},{"role":"model","parts":[{"text":"ho"}]}]}""")]
    [InlineData("""{"prompt_cache_key":"k","messages":[{"role":"user","content":"1"}]}""", """{"prompt_cache_key":"k","messages":[{"role":"user","content":"2"}]}""")]
    [InlineData("""{"user":"k","input":"1"}""", """{"user":"k","input":"2"}""")]
    [InlineData("""{"metadata":{"user_id":"k"},"messages":[]}""", """{"metadata":{"user_id":"k"},"messages":[{"role":"user","content":"2"}]}""")]
    public void Conversation_LaterTurn_IsTheSame(string first, string later) => Assert.Equal(ConversationOf(first), ConversationOf(later));

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", """{"messages":[{"role":"user","content":"ho"}]}""")]
    [InlineData("""{"system":"a","messages":[{"role":"user","content":"hi"}]}""", """{"system":"b","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("""{"input":"hi"}""", """{"input":"ho"}""")]
    [InlineData("""{"user":"a"}""", """{"user":"b"}""")]
    [InlineData("""{"user":"a","prompt_cache_key":"1"}""", """{"user":"a","prompt_cache_key":"2"}""")]
    public void Conversation_Another_IsAnother(string one, string other) => Assert.NotEqual(ConversationOf(one), ConversationOf(other));

    [Fact]
    public void Value_AnyDocument_IsReadWithoutAFault()
    {
        var leaf = Gen.Elements("1", "\"a\"", "null", "true", "[]", "{}", "\"\\ud83d\\ude00\"");
        var name = Gen.Elements("messages", "role", "content", "text", "tools", "toolConfig", "metadata", "user", "system", "max_tokens", "generationConfig", "input", "x");
        var value = Enumerable.Range(0, 3).Aggregate(leaf, (inner, _) => Gen.OneOf(
            leaf,
            inner.ArrayOf(3).Select(items => $"[{string.Join(",", items)}]"),
            (from names in name.ArrayOf(3) from values in inner.ArrayOf(3) select names.Zip(values)).Select(ObjectOf)));
        Prop.ForAll((from names in name.ArrayOf(6) from values in value.ArrayOf(6) select ObjectOf(names.Zip(values).Append(("user", "\"last\"")))).ToArbitrary(), json =>
        {
            using var call = GivenRouting.Call(json);
            var facts = new RequestFacts(call, Given.Agent);
            foreach (var variable in Enum.GetValues<RouteVariable>()) facts.Value((int)variable);
            var read = CelExpression.Parse("request.user == 'last'", RouteConditions.Environment).Expression!.Evaluate(facts.Value).Holds;
            return read && JsonDocument.Parse(json).RootElement.ValueKind == JsonValueKind.Object;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void Value_BodyThatIsNoJson_HasNoFacts()
    {
        using var call = GivenRouting.Call("--boundary\r\n", WireFormat.OpenAiForm);

        Assert.True(CelExpression.Parse("!has(request.user) && size(request.metadata) == 0", RouteConditions.Environment).Expression!.Evaluate(new RequestFacts(call, Given.Agent).Value).Holds);
    }

    private static string ObjectOf(IEnumerable<(string Name, string Value)> members) =>
        $"{{{string.Join(",", members.Reverse().DistinctBy(member => member.Name).Reverse().Select(member => $"\"{member.Name}\":{member.Value}"))}}}";

    private static ulong ConversationOf(string json)
    {
        using var call = GivenRouting.Call(json);
        return new RequestFacts(call, Given.Agent).Conversation;
    }
}
