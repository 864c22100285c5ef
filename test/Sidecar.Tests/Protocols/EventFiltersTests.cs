using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>Events and usage come out the same in whatever pieces a stream arrives.</summary>
public sealed class EventFiltersTests
{
    private const string UsageAlone = """data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":1}}}""";

    private static readonly Gen<string> s_line = Gen.Elements(
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\\n\\\"b\"}}],\"usage\":null}",
        "data:{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}",
        UsageAlone,
        "data: [DONE]",
        "data: not json } ] \"",
        "data: {\"nested\":{\"usage\":{\"prompt_tokens\":77}},\"choices\":[]}",
        "data: {\"usage\":{\"prompt_tokens\":-1}}",
        ": comment",
        "event: error",
        "id: 1",
        "retry: 10",
        "data",
        "",
        "\u00e9\U0001F600");

    private static readonly Gen<string> s_stream =
        from lines in (from line in s_line from end in Gen.Elements("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r") select line + end).ArrayOf(14)
        from rest in Gen.Elements("", "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}")
        select string.Concat(lines) + rest;

    [Fact]
    public void Pass_AnyChunks_SameBytesAndSameUsage() =>
        Prop.ForAll((from text in s_stream from sizes in Chunks.Sizes select (text, sizes)).ToArbitrary(), sample =>
        {
            var bytes = Encoding.UTF8.GetBytes(sample.text);
            var whole = Run(bytes, [], withhold: true);
            var pieces = Run(bytes, sample.sizes, withhold: true);
            Assert.Equal(whole, pieces);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Pass_NothingWithheld_EveryByteComesOut() =>
        Prop.ForAll((from text in s_stream from sizes in Chunks.Sizes select (text, sizes)).ToArbitrary(), sample =>
            Assert.Equal(sample.text, Run(Encoding.UTF8.GetBytes(sample.text), sample.sizes, withhold: false).Text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Pass_UsageChunk_IsHeldWithWhateverLineEnds(string end)
    {
        var text = $"data: {{\"choices\":[{{}}]}}{end}{end}{UsageAlone}{end}{end}data: [DONE]{end}{end}";

        var outcome = Run(Encoding.UTF8.GetBytes(text), [7], withhold: true);

        Assert.DoesNotContain("usage", outcome.Text);
        Assert.Contains("[DONE]", outcome.Text);
        Assert.Equal(new Usage(5, 9, UsageSource.Reported) { Cached = 1 }, outcome.Usage);
    }

    [Fact]
    public async Task Pass_SeveralFilters_SeeEachOthersEditsInOrder()
    {
        var seen = new List<string>();
        EventFilter first = (ref ReadOnlySequence<byte> bytes) =>
        {
            bytes = new(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.ToArray()).Replace("secret", "******")));
            return FilterVerdict.Pass;
        };
        EventFilter second = (ref ReadOnlySequence<byte> bytes) =>
        {
            var text = Encoding.UTF8.GetString(bytes.ToArray());
            seen.Add(text);
            return text.Contains("stop") ? FilterVerdict.Cut : text.Contains("hold") ? FilterVerdict.Hold : FilterVerdict.Pass;
        };
        using var held = new Body(Chunks.Pool());
        held.TryAppend("data: a secret\n\ndata: hold\n\ndata: stop\n\ndata: after\n\n"u8);
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output);

        var passed = new EventFilters(new EventSplitter(), [first, second]).Pass(held, writer);
        await writer.FlushAsync();

        Assert.True(passed.Cut);
        Assert.Equal("data: a ******\n\n", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal(["data: a ******\n\n", "data: hold\n\n", "data: stop\n\n"], seen);
    }

    private static (string Text, Usage Usage) Run(byte[] bytes, int[] sizes, bool withhold)
    {
        var tap = new UsageTap(400, withhold);
        var filters = new EventFilters(new EventSplitter(), [tap.OnEvent]);
        using var held = new Body(Chunks.Pool());
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output);
        foreach (var chunk in Chunks.Of(bytes, sizes))
        {
            Assert.True(held.TryAppend(chunk.Span));
            Assert.False(filters.Pass(held, writer).Cut);
        }

        filters.PassRest(held, writer);
        writer.Complete();
        return (Encoding.UTF8.GetString(output.ToArray()), tap.Usage);
    }
}
