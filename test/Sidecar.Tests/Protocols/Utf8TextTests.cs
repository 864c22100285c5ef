using System.Text;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>Blocks change nothing about what is UTF-8.</summary>
public sealed class Utf8TextTests
{
    [Fact]
    public void IsValid_AnyBytesInAnyBlocks_AgreesWithTheFramework() =>
        Prop.ForAll(
            (from runs in Gen.OneOf(
                Gen.Elements("a", "\u00e9", "\u4e16", "\U0001F600").Select(text => Encoding.UTF8.GetBytes(text)),
                Gen.Elements(new byte[] { 0xC3 }, [0x80], [0xE4, 0xB8], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF])).ArrayOf()
             from at in Gen.Choose(0, 12)
             select (bytes: runs.SelectMany(run => run).ToArray(), at)).ToArbitrary(),
            sample =>
            {
                using var body = Chunks.Straddling(Chunks.Pool(), sample.bytes, sample.at);
                Assert.Equal(System.Text.Unicode.Utf8.IsValid(sample.bytes), Utf8Text.IsValid(body.Bytes));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
}
