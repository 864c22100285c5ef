using System.Buffers;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;

namespace AiGateway.Sidecar.Tests.Protocols.Anthropic;

public sealed class AnthropicFormatTests
{
    private static readonly AnthropicFormat s_format = new(TimeProvider.System);

    [Theory]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":1}""", "messages")]
    [InlineData("""{"messages":["x"]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"robot"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png"}}]}]}""", "messages[0].content[0].source.data")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"tool_result"}]}]}""", "messages[0].content[0].tool_use_id")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":"{}"}]}]}""", "messages[0].content[0].input")]
    [InlineData("""{"messages":[],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"messages":[],"thinking":{"type":"enabled"}}""", "thinking.budget_tokens")]
    [InlineData("""{"messages":[],"output_config":{"effort":"huge"}}""", "output_config.effort")]
    [InlineData("""{"messages":[],"tool_choice":{"type":"maybe"}}""", "tool_choice.type")]
    [InlineData("""{"messages":[],"stop_sequences":["\ud800"]}""", "stop_sequences[0]")]
    [InlineData("""{"messages":[],"tools":[{"input_schema":{}}]}""", "tools[0].name")]
    public void ReadRequest_AMemberOfAnotherShape_IsNamed(string request, string path) =>
        Assert.Equal(path, Assert.Throws<UnfitFieldException>(() => s_format.ReadRequest(Parse(request))).Path);

    [Fact]
    public void ReadRequest_SystemBehindTheMessages_ComesFirst() =>
        Assert.Equal(Role.System, s_format.ReadRequest(Parse("""{"messages":[{"role":"user","content":"x"}],"system":"s"}""")).Turns[0].Role);

    [Fact]
    public void ReadRequest_MarkOnTheWhole_IsTheLastBlocks() =>
        Assert.False(s_format.ReadRequest(Parse("""{"cache_control":{"type":"ephemeral"},"messages":[{"role":"user","content":"x"}]}""")).Turns[0].Parts[0].CacheControl.IsAbsent());

    /// <summary>By the model and by what else is asked for; the last column is what gets lost.</summary>
    [Theory]
    [InlineData("claude-sonnet-4-5", "high", null, """{"type":"enabled","budget_tokens":4096}""", 8192, "")]
    [InlineData("claude-haiku-4-5-20251001", "max", 20000, """{"type":"enabled","budget_tokens":10000}""", 20000, "")]
    [InlineData("claude-3-7-sonnet-latest", "low", 1500, """{"type":"enabled","budget_tokens":1024}""", 1500, "")]
    [InlineData("claude-sonnet-4-5", "low", 1024, null, 1024, "effort")]
    [InlineData("claude-3-5-sonnet-20241022", "low", null, null, 4096, "effort")]
    [InlineData("claude-3-haiku-20240307", "none", null, null, 4096, "")]
    [InlineData("claude-opus-4-6", "xhigh", null, """{"type":"adaptive"}""", 8192, "")]
    [InlineData("anthropic.claude-opus-4-7@default", "low", 100, """{"type":"adaptive"}""", 100, "")]
    [InlineData("claude-opus-5", "none", null, """{"type":"disabled"}""", 4096, "")]
    [InlineData("claude-mythos-preview", "none", null, null, 4096, "effort")]
    [InlineData("minimax-m2", "medium", null, """{"type":"enabled","budget_tokens":2048}""", 6144, "")]
    public void WriteRequest_Effort_IsWhatTheModelTakes(string model, string effort, int? most, string? thinking, int max, string lost)
    {
        var asked = Asked(model);
        (asked.Reasoning, asked.MaxTokens, asked.Paths[Field.Reasoning]) = (new() { Effort = effort }, most, "effort");

        var (body, losses) = Write(asked);

        Assert.Equal(thinking ?? "", body.TryGetProperty("thinking", out var told) ? told.GetRawText() : "");
        Assert.Equal(max, body.GetProperty("max_tokens").GetInt32());
        Assert.Equal(lost, string.Join(',', losses.Paths));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", 5000, null, """{"type":"enabled","budget_tokens":5000}""")]
    [InlineData("claude-sonnet-4-5", 5000, 3000, """{"type":"enabled","budget_tokens":2999}""")]
    [InlineData("claude-sonnet-4-5", 10, 3000, """{"type":"enabled","budget_tokens":1024}""")]
    [InlineData("claude-opus-4-6", 5000, null, """{"type":"enabled","budget_tokens":5000}""")]
    [InlineData("claude-opus-4-6", -1, null, """{"type":"adaptive"}""")]
    [InlineData("claude-opus-5", 5000, null, """{"type":"adaptive"}""")]
    public void WriteRequest_Budget_IsWhatTheModelTakes(string model, int budget, int? most, string thinking)
    {
        var asked = Asked(model);
        (asked.Reasoning, asked.MaxTokens) = (new() { BudgetTokens = budget }, most);

        Assert.Equal(thinking, Write(asked).Body.GetProperty("thinking").GetRawText());
    }

    [Theory]
    [InlineData("claude-3-haiku-20240307", false, 0.5, 0.9, "")]
    [InlineData("claude-sonnet-4-5", false, 0.5, 0.9, "top_p")]
    [InlineData("claude-sonnet-4-5", false, 1.0, 0.9, "")]
    [InlineData("claude-sonnet-4-5", true, 0.5, 0.9, "temperature,top_p")]
    [InlineData("claude-opus-4-7", false, 0.5, 1.0, "temperature")]
    [InlineData("claude-sonnet-4-5", false, 1.2, 1.0, "temperature")]
    public void WriteRequest_Sampling_IsLostWhereTheModelRefusesIt(string model, bool thinks, double temperature, double topP, string lost)
    {
        var asked = Asked(model);
        (asked.Temperature, asked.TopP, asked.Paths[Field.Temperature], asked.Paths[Field.TopP]) = (temperature, topP, "temperature", "top_p");
        if (thinks) asked.Reasoning = new() { Effort = "low" };

        Assert.Equal(lost, string.Join(',', Write(asked).Losses.Paths));
    }

    /// <summary>With a budget the provider wants the thoughts before a call back; without one it does not ask.</summary>
    [Fact]
    public void WriteRequest_ResultsWithoutTheThoughtsBeforeThem_GoWithoutThinking()
    {
        var asked = Asked("claude-sonnet-4-5");
        (asked.Reasoning, asked.Paths[Field.Reasoning]) = (new() { Effort = "low" }, "effort");
        asked.Turns.Add(new() { Role = Role.Assistant, Path = "m", Parts = [new ToolCallPart { Id = "a", Name = "f", Arguments = "{}"u8.ToArray() }] });
        asked.Turns.Add(new() { Role = Role.User, Path = "m", Parts = [new ToolResultPart { CallId = "a", Parts = [] }] });

        var (body, losses) = Write(asked);

        Assert.False(body.TryGetProperty("thinking", out _));
        Assert.Equal(["effort"], losses.Notes);
    }

    [Fact]
    public void WriteRequest_InstructionsAlone_AreSaidByTheUser()
    {
        var asked = new Conversation { Model = "claude-opus-5" };
        asked.Turns.Add(new() { Role = Role.System, Path = "m", Parts = [new TextPart("Speak")] });

        Assert.Equal("""[{"role":"user","content":"Speak"}]""", Write(asked).Body.GetProperty("messages").GetRawText());
    }

    [Fact]
    public void WriteRequest_ForVertex_HasAVersionAndNoModel()
    {
        var body = Write(Asked("claude-opus-5"), new VertexMessagesFormat(TimeProvider.System)).Body;

        Assert.Equal("vertex-2023-10-16", body.GetProperty("anthropic_version").GetString());
        Assert.False(body.TryGetProperty("model", out _));
    }

    [Fact]
    public void Count_Request_HasNoSettings()
    {
        var format = new AnthropicCountFormat();
        var asked = format.ReadRequest(Parse("""{"model":"m","messages":[{"role":"user","content":"x"}],"system":"s","tools":[{"name":"f","input_schema":{"type":"object"}}]}"""));
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) format.WriteRequest(asked, json, new());

        Assert.Equal(
            """{"model":"m","system":"s","messages":[{"role":"user","content":"x"}],"tools":[{"name":"f","input_schema":{"type":"object"}}]}""",
            System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan));
        Assert.Equal(14, format.ReadAnswer(Parse("""{"input_tokens":14}""")));
    }

    [Theory]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", "Overloaded")]
    [InlineData(413, """{"type":"error","error":{"type":"request_too_large","message":"m"}}""", "TooLarge")]
    [InlineData(402, """{"type":"error","error":{"type":"billing_error","message":"m"}}""", "Permission")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 1 + 2 > 3"}}""", "ContextLength")]
    [InlineData(400, """{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}""", "ContentPolicy")]
    [InlineData(504, """{"error":{"message":"m"}}""", "Timeout")]
    [InlineData(500, """{"error":{"type":"new_error","message":"m"}}""", "Server")]
    public void ReadError_EveryShape_HasItsKind(int status, string body, string kind) =>
        Assert.Equal(Enum.Parse<ErrorKind>(kind), s_format.ReadError(status, Parse(body))!.Kind);

    private static Conversation Asked(string model)
    {
        var asked = new Conversation { Model = model };
        asked.Turns.Add(new() { Role = Role.User, Path = "m", Parts = [new TextPart("x")] });
        return asked;
    }

    private static (JsonElement Body, Losses Losses) Write(Conversation asked, ConversationFormat? format = null)
    {
        var (bytes, losses) = (new ArrayBufferWriter<byte>(), new Losses());
        using (var json = new Utf8JsonWriter(bytes)) (format ?? s_format).WriteRequest(asked, json, losses);
        return (JsonDocument.Parse(bytes.WrittenMemory).RootElement, losses);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
