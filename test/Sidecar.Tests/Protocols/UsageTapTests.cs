using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>Usage in every dialect's words means the same: input holds what was cached, output holds what was thought.</summary>
public sealed class UsageTapTests
{
    public static TheoryData<string, string, long, long, long, long, long> Answers => new()
    {
        { "openai", """{"usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":2}}}""", 10, 5, 4, 0, 2 },
        { "responses", """{"error":null,"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":2}}}""", 10, 5, 4, 0, 2 },
        { "anthropic", """{"usage":{"input_tokens":3,"cache_creation_input_tokens":2,"cache_read_input_tokens":5,"output_tokens":7}}""", 10, 7, 5, 2, 0 },
        { "gemini", """{"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"thoughtsTokenCount":2,"cachedContentTokenCount":4,"totalTokenCount":17}}""", 10, 7, 4, 0, 2 },
        { "bedrock", """{"usage":{"inputTokens":3,"outputTokens":7,"totalTokens":17,"cacheReadInputTokens":5,"cacheWriteInputTokens":2}}""", 10, 7, 5, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void OnBytes_WholeAnswerOfADialect_IsReadInItsMeaning(string dialect, string answer, long input, long output, long cached, long written, long reasoning)
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        tap.OnBytes(Encoding.UTF8.GetBytes(answer));

        Assert.Equal((dialect, new Usage(input, output, UsageSource.Reported) { Cached = cached, CacheWrite = written, Reasoning = reasoning }), (dialect, tap.Usage));
        Assert.False(tap.HasFailed);
    }

    [Fact]
    public void OnEvent_AnthropicTellsInputFirstAndOutputLast_BothCount()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        Pass(tap, "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":3,\"cache_read_input_tokens\":5,\"output_tokens\":1}}}\n\n");
        Pass(tap, "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"\\\"usage\\\"\"}}\n\n");
        Pass(tap, "event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":9}}\n\n");

        Assert.Equal(new Usage(8, 9, UsageSource.Reported) { Cached = 5 }, tap.Usage);
    }

    [Fact]
    public void OnEvent_ResponsesTellUsageWithinTheResponse_ItCounts()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        Pass(tap, "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n\n");

        Assert.Equal(new Usage(3, 4, UsageSource.Reported), tap.Usage);
    }

    [Theory]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\"}\n\n")]
    [InlineData("event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{}}\n\n")]
    [InlineData("data: {\"error\":{\"code\":500,\"message\":\"m\",\"status\":\"INTERNAL\"}}\n\n")]
    public void OnEvent_ErrorOfADialect_IsNoticed(string text)
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);

        Pass(tap, text);

        Assert.True(tap.HasFailed);
    }

    [Fact]
    public void OnMessage_BinaryStream_UsageAndExceptionsAreRead()
    {
        var tap = new UsageTap(100, withholdUsageChunk: false);
        var bytes = new ArrayBufferWriter<byte>();

        EventStreamWriter.Write(bytes, "metadata", """{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7}}"""u8);
        var message = new ReadOnlySequence<byte>(bytes.WrittenMemory);
        tap.OnMessage(ref message);

        Assert.Equal((new Usage(3, 4, UsageSource.Reported), false), (tap.Usage, tap.HasFailed));
    }

    private static void Pass(UsageTap tap, string text)
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text));
        tap.OnEvent(ref bytes);
    }
}
