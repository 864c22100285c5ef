using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Prices;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Tests.Prices;

/// <summary>Each provider's way of counting: what it answers, the usage that is read of it, and what that costs, worked out by hand.</summary>
public sealed class UsageCasesTests
{
    /// <summary>Of a request, in every case; a provider that tells nothing is estimated by it.</summary>
    private const int RequestBytes = 400;

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(UsageCase.Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_Answer_GivesTheUsageAndTheCost(string name)
    {
        var one = new UsageCase(Path.Combine(UsageCase.Root(), name));
        foreach (var usage in Read(one))
        {
            Assert.Equal(one.Source, CallWords.Of(usage.Source));
            Assert.Equal((one.Of("input"), one.Of("output")), (usage.Input, usage.Output));
            Assert.Equal((one.Of("cached"), one.Of("cacheWrite"), one.Of("cacheWriteHour"), one.Of("reasoning")), (usage.Cached, usage.CacheWrite, usage.CacheWriteHour, usage.Reasoning));
            Assert.Equal((one.Of("audioInput"), one.Of("audioOutput"), one.Of("imageInput"), one.Of("imageOutput")), (usage.AudioInput, usage.AudioOutput, usage.ImageInput, usage.ImageOutput));
            Assert.Equal((one.Of("webSearches"), one.Of("images"), one.Of("units")), (usage.WebSearches, usage.Images, usage.Units));
            var cost = new Price(one.Price).Of(usage.ToCounts());
            Assert.Equal((one.Nanos, one.IsEstimated), (cost.Nanos, cost.IsEstimated));
        }
    }

    [Fact]
    public void Add_TwoAnswersOfOneConversation_AreSummedInEveryCount()
    {
        var one = Read(new(Path.Combine(UsageCase.Root(), "openai-realtime")))[0];
        var sum = default(Usage) + one + one;
        Assert.Equal((2 * one.Input, 2 * one.Cached, 2 * one.AudioInput, 2 * one.ImageInput, 2 * one.AudioOutput, one.Source), (sum.Input, sum.Cached, sum.AudioInput, sum.ImageInput, sum.AudioOutput, sum.Source));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":9223372036854775807,"completion_tokens":1e300}""", Usage.MaxCount, 0)]
    [InlineData("""{"prompt_tokens":-5,"completion_tokens":"7"}""", 0, 0)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":[[[[[[[[[[{"cached_tokens":9}]]]]]]]]]]}""", 3, 2)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":2,"other":{"prompt_tokens":99,"deep":{"output_tokens":98}}}""", 3, 2)]
    [InlineData("""{"prompt_tokens":3,"promptTokensDetails":{"modality":"AUDIO","tokenCount":9},"completion_tokens":2}""", 3, 2)]
    [InlineData("""{"prompt_tokens":3,"promptTokensDetails":[7,"x",null,[{"tokenCount":9}],{"tokenCount":{"tokenCount":9}}],"completion_tokens":2}""", 3, 2)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":""", 0, 0)]
    public void Read_UsageOfAnAttacker_IsBoundedAndTakenInItsPlacesAlone(string json, long input, long output)
    {
        var usage = UsageReader.Read(Encoding.UTF8.GetBytes(json), new()).ToUsage();
        Assert.Equal((input, output, 0L, 0L), (usage.Input, usage.Output, usage.Cached, usage.AudioInput));
    }

    /// <summary>In one piece, and as it may arrive: byte by byte.</summary>
    private static List<Usage> Read(UsageCase one) => one.FileName switch
    {
        "answer.json" => [ReadAnswer(one, one.Bytes.Length), ReadAnswer(one, 1), ReadAnswer(one, 7)],
        "stream.txt" => [ReadStream(one.Bytes)],
        "frames.txt" => [ReadFrames(one.Bytes)],
        "message.json" => [RealtimeEvents.UsageOf(new(one.Bytes))!.Value],
        var other => throw new InvalidOperationException($"a case holds no {other}"),
    };

    private static Usage ReadAnswer(UsageCase one, int piece)
    {
        var tap = new UsageTap(RequestBytes, withholdUsageChunk: false) { MakesImages = one.MakesImages };
        foreach (var part in one.Bytes.Chunk(piece)) tap.OnBytes(part);
        return tap.Usage;
    }

    private static Usage ReadStream(byte[] bytes)
    {
        var tap = new UsageTap(RequestBytes, withholdUsageChunk: false);
        foreach (var text in Encoding.UTF8.GetString(bytes).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var data = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text + "\n\n"));
            tap.OnEvent(ref data);
        }

        return tap.Usage;
    }

    private static Usage ReadFrames(byte[] bytes)
    {
        var tap = new UsageTap(RequestBytes, withholdUsageChunk: false);
        foreach (var payload in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var message = new ArrayBufferWriter<byte>();
            EventStreamWriter.Write(message, "event", Encoding.UTF8.GetBytes(payload));
            var data = new ReadOnlySequence<byte>(message.WrittenMemory);
            tap.OnMessage(ref data);
        }

        return tap.Usage;
    }
}
