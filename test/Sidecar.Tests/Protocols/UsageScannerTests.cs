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
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Scan_AnyBytes_NeverThrows() =>
        Prop.ForAll((from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(200) from sizes in Chunks.Sizes select (bytes, sizes)).ToArbitrary(), sample =>
        {
            var scanner = new UsageScanner();
            foreach (var chunk in Chunks.Of(sample.bytes, sample.sizes)) scanner.Scan(chunk.Span);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Scan_UsageLongerThanItsRoom_IsNotBelieved()
    {
        var scanner = new UsageScanner();

        scanner.Scan(Encoding.UTF8.GetBytes($"{{\"usage\":{{\"prompt_tokens\":1,\"x\":\"{new string('y', 3000)}\",\"completion_tokens\":2}}}}"));

        Assert.Null(scanner.Found);
    }
}
