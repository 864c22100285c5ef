using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>The scanner finds what a whole-document reader finds, in whatever pieces.</summary>
public sealed class UsageScannerTests
{
    private static readonly Gen<string> s_member = Gen.Elements(
        "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":22,\"completion_tokens_details\":{\"reasoning_tokens\":4}}",
        "\"usage\":null",
        "\"usage \":{\"prompt_tokens\":1}",
        "\"usages\":{\"prompt_tokens\":1}",
        "\"a_key_longer_than_sixteen_bytes_usage\":{\"prompt_tokens\":1}",
        "\"text\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":99}\"",
        "\"text\":\"usage\"",
        "\"nested\":{\"usage\":{\"prompt_tokens\":98}}",
        "\"list\":[{\"usage\":{\"prompt_tokens\":97}},\"usage\",[]]",
        "\"choices\":[]",
        "\"choices\":[ ]",
        "\"choices\":[{\"x\":[]}]",
        "\"choices\":[[]]",
        "\"choices\":{}",
        "\"data\":[{\"a\":{}}, {\"data\":[{}]},1,\"{\"]",
        "\"data\":{\"x\":[{}]}",
        "\"data\":[[{}],{}]",
        "\"data\":\"[{}\"",
        "\"more\":[{\"data\":[{}]}]",
        "\"meta\":{\"prompt_tokens\":5,\"tokens\":{\"input_tokens\":7},\"usage\":{\"input_tokens\":8},\"x\":{\"billed_units\":{\"search_units\":9}}}",
        "\"n\":-1.5e10",
        "\"b\":true");

    [Fact]
    public void Scan_AnyObjectInAnyChunks_FindsWhatADocumentReaderFinds() =>
        Prop.ForAll(
            (from members in s_member.ArrayOf(5)
             from comma in Gen.Elements(",", " , ", ",\n")
             from sizes in Chunks.Sizes
             select (Json: "{" + string.Join(comma, members.DistinctBy(member => member.Split(':')[0])) + "}", Sizes: sizes)).ToArbitrary(),
            sample =>
            {
                using var document = JsonDocument.Parse(sample.Json);
                var scanner = new UsageScanner();
                foreach (var chunk in Chunks.Of(Encoding.UTF8.GetBytes(sample.Json), sample.Sizes)) scanner.Scan(chunk.Span);

                var isThere = document.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object;
                Assert.Equal(isThere ? new Usage(11, 22, UsageSource.Reported) { Reasoning = 4 } : null, scanner.Found);
                var choicesEmpty = document.RootElement.TryGetProperty("choices", out var choices)
                    && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() == 0;
                Assert.Equal(choicesEmpty, scanner.ChoicesEmpty);
                Assert.Equal(isThere, scanner.HasUsage);
                var isList = document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array;
                Assert.Equal(isList ? data.EnumerateArray().Count(item => item.ValueKind == JsonValueKind.Object) : 0, scanner.Items);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData(10, 1)]
    [InlineData(2_000, 1)]
    [InlineData(2_000, 64)]
    [InlineData(16_300, 1000)]
    [InlineData(16_300, int.MaxValue)]
    public void Scan_LongUsage_IsRead(int filler, int piece) => Assert.Equal(new(11, 22, UsageSource.Reported), Scan(filler, piece).Found);

    [Theory]
    [InlineData(16_400, 1)]
    [InlineData(16_400, 64)]
    [InlineData(20_000, int.MaxValue)]
    [InlineData(1_000_000, 100_000)]
    public void Scan_UsageAboveTheBound_IsLeftOutAndTheNextIsRead(int filler, int piece)
    {
        var scanner = Scan(filler, piece);

        Assert.Null(scanner.Found);
        Assert.True(scanner.HasUsage);
        scanner.Reset();
        scanner.Scan("""{"usage":{"prompt_tokens":1,"completion_tokens":2}}"""u8);
        Assert.Equal(new(1, 2, UsageSource.Reported), scanner.Found);
    }

    [Fact]
    public void Reset_InsideAUsage_ForgetsIt()
    {
        var scanner = new UsageScanner();
        scanner.Scan("""{"usage":{"prompt_tokens":5,"""u8);
        scanner.Reset();
        scanner.Scan("""{"usage":{"completion_tokens":2}}"""u8);

        Assert.Equal(new(0, 2, UsageSource.Reported), scanner.Found);
    }

    private static UsageScanner Scan(int filler, int piece)
    {
        var scanner = new UsageScanner();
        var json = $$"""{"usage":{"prompt_tokens":11,"service_tier":"{{new string('x', filler)}}","completion_tokens":22},"model":"m"}""";
        foreach (var part in Encoding.UTF8.GetBytes(json).Chunk(piece)) scanner.Scan(part);
        return scanner;
    }

    [Fact]
    public void Scan_AnyBytes_NeverThrows() =>
        Prop.ForAll((from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(200) from sizes in Chunks.Sizes select (bytes, sizes)).ToArbitrary(), sample =>
        {
            var scanner = new UsageScanner();
            foreach (var chunk in Chunks.Of(sample.bytes, sample.sizes)) scanner.Scan(chunk.Span);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
