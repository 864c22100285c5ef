using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Tests.Protocols.Translation;

namespace AiGateway.Sidecar.Tests.Protocols.OpenAi;

public sealed class OpenAiChatFormatTests
{
    private static readonly OpenAiChatFormat s_format = new(TimeProvider.System);

    [Theory]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":1}""", "messages")]
    [InlineData("""{"messages":["x"]}""", "messages[0]")]
    [InlineData("""{"messages":[{"role":"robot"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":1}}]}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"[1]"}}]}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"a\":\ud800}"}}]}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("""{"messages":[],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"messages":[],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"messages":[],"tools":[{"type":"function","function":{"parameters":{}}}]}""", "tools[0].function.name")]
    [InlineData("""{"messages":[],"tool_choice":"maybe"}""", "tool_choice")]
    [InlineData("""{"messages":[],"stop":[1]}""", "stop[0]")]
    [InlineData("""{"messages":[],"user":"\ud800"}""", "user")]
    public void ReadRequest_AMemberOfAnotherShape_IsNamed(string request, string path) =>
        Assert.Equal(path, Assert.Throws<UnfitFieldException>(() => s_format.ReadRequest(Parse(request))).Path);

    [Fact]
    public void ReadRequest_LegacyCall_IsFoundByTheFunctionsName()
    {
        var conversation = s_format.ReadRequest(Parse("""
            {"messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"}]}
            """));

        var call = Assert.IsType<ToolCallPart>(Assert.Single(conversation.Turns[1].Parts));
        Assert.Equal(call.Id, Assert.IsType<ToolResultPart>(Assert.Single(conversation.Turns[2].Parts)).CallId);
    }

    [Theory]
    [InlineData("openai", "gpt-4o", "max_completion_tokens")]
    [InlineData("azureOpenAi", "d", "max_completion_tokens")]
    [InlineData("groq", "gpt-5", "max_tokens")]
    [InlineData(null, "gpt-5-mini", "max_completion_tokens")]
    [InlineData(null, "llama", "max_tokens")]
    public void WriteRequest_BoundOnTokens_HasTheNameThatTheKindTakes(string? kind, string model, string member) =>
        Assert.True(Write(new() { Model = model, ProviderKind = kind, MaxTokens = 5 }).RootElement.TryGetProperty(member, out _));

    [Theory]
    [InlineData("openai", true)]
    [InlineData("mistral", false)]
    public void WriteRequest_Stream_IsAskedForItsUsageWhereTheKindTakesThat(string kind, bool asked) =>
        Assert.Equal(asked, Write(new() { Stream = true, ProviderKind = kind }).RootElement.TryGetProperty("stream_options", out _));

    [Theory]
    [InlineData(1024, "low")]
    [InlineData(8000, "medium")]
    [InlineData(32000, "high")]
    public void WriteRequest_BudgetOfThought_BecomesAnEffort(int tokens, string effort) =>
        Assert.Equal(effort, Write(new() { Reasoning = new() { BudgetTokens = tokens } }).RootElement.GetProperty("reasoning_effort").GetString());

    [Fact]
    public void WriteRequest_ATurnWithResultsAndText_AnswersTheCallsFirst()
    {
        var conversation = new Conversation();
        conversation.Turns.Add(new() { Role = Role.User, Path = "m", Parts = [new TextPart("then"), new ToolResultPart { CallId = "a", Parts = [new TextPart("1")], IsError = true }] });

        var messages = Write(conversation).RootElement.GetProperty("messages");

        Assert.Equal(["tool", "user"], messages.EnumerateArray().Select(message => message.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"message":{"content":"x"},"finish_reason":"error"}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}}]},"finish_reason":"tool_calls"}]}""")]
    public void ReadAnswer_NoneOfTheDialect_IsRefused(string answer) => Assert.Throws<JsonException>(() => s_format.ReadAnswer(Parse(answer)));

    [Fact]
    public void ReadAnswer_CallCutOffByTheBound_IsLeftOut()
    {
        var answer = s_format.ReadAnswer(Parse("""
            {"choices":[{"message":{"content":"Let me","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]},"finish_reason":"length"}]}
            """));

        Assert.IsType<TextPart>(Assert.Single(answer.Choices[0].Parts));
        Assert.Equal(StopReason.MaxTokens, answer.Choices[0].Stop);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"m","type":"invalid_request_error","code":"context_length_exceeded"}}""", "ContextLength")]
    [InlineData(400, """{"object":"error","message":"This model's maximum context length is 9 tokens","type":"BadRequestError","code":400}""", "ContextLength")]
    [InlineData(400, """{"error":{"message":"m","code":"content_policy_violation"}}""", "ContentPolicy")]
    [InlineData(401, """{"detail":"Unauthorized"}""", "Authentication")]
    [InlineData(404, """{"error":"model 'x' not found"}""", "NotFound")]
    [InlineData(429, """{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}""", "RateLimit")]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Incorrect API key"}""", "InvalidRequest")]
    [InlineData(503, """{"message":"busy"}""", "Overloaded")]
    [InlineData(500, """{"error":{"message":"m","type":"invalid_request_error"}}""", "Server")]
    [InlineData(0, """{"error":{"message":"m","code":429}}""", "RateLimit")]
    public void ReadError_EveryShape_HasItsKind(int status, string body, string kind) =>
        Assert.Equal(Enum.Parse<ErrorKind>(kind), s_format.ReadError(status, Parse(body))!.Kind);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"ok":true}""")]
    public void ReadError_NoError_IsNull(string body) => Assert.Null(s_format.ReadError(500, Parse(body)));

    [Fact]
    public void Stream_WithoutAnyEnd_IsCut()
    {
        var reader = s_format.NewDeltaReader();
        List<Delta> deltas = [];
        reader.Read(new() { Name = "", Data = Parse("""{"id":"a","choices":[{"index":0,"delta":{"content":"x"}}]}""") }, deltas);
        reader.Read(new() { Name = "", IsDone = true }, deltas);

        Assert.False(reader.Finish(deltas));
        Assert.DoesNotContain(deltas, delta => delta.Kind is DeltaKind.End or DeltaKind.ChoiceEnd);
    }

    [Fact]
    public void Stream_MoreCallsThanAnyoneMakes_IsRefused()
    {
        var calls = string.Join(',', Enumerable.Range(0, 300).Select(index => $$$"""{"index":{{{index}}},"id":"c{{{index}}}","function":{"name":"f","arguments":"{}"}}"""));
        var chunk = Parse($$$"""{"choices":[{"index":0,"delta":{"tool_calls":[{{{calls}}}]}}]}""");

        Assert.Throws<JsonException>(() => s_format.NewDeltaReader().Read(new() { Name = "", Data = chunk }, []));
    }

    [Theory]
    [MemberData(nameof(GoldenTranslationTests.Cases), MemberType = typeof(GoldenTranslationTests))]
    public void Broken_GoldenBodies_AreReadOrRefused(string name)
    {
        var one = new TranslationCase(name);
        if (name.StartsWith("openai-to-", StringComparison.Ordinal)) AnswerMutations.RequestsAreReadOrRefused(s_format, one.Read("request.json")!);
        if (!name.Contains("-to-openai/", StringComparison.Ordinal)) return;
        if (one.Read("answer.json") is { } answer) AnswerMutations.AreReadOrRefused(answer, body => s_format.ReadAnswer(body));
        if (one.Read("stream.txt") is { } stream) AnswerMutations.StreamIsReadOrRefused(s_format, stream);
        if (one.Read("error.json") is { } error) AnswerMutations.AreReadOrRefused(error, body => s_format.ReadError(400, body.Member("body")));
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static JsonDocument Write(Conversation conversation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) s_format.WriteRequest(conversation, json, new());
        return JsonDocument.Parse(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }
}
