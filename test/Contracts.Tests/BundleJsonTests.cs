using System.Text;
using System.Text.Json;

namespace AiGateway.Contracts.Tests;

public sealed class BundleJsonTests
{
    [Fact]
    public void WriteRules_EqualRules_AreEqualBytesAndOneRevision() =>
        Assert.Equal(BundleJson.Revision(BundleJson.WriteRules(Given.Rules())), BundleJson.Revision(BundleJson.WriteRules(Given.Rules())));

    [Fact]
    public void ReadRules_WhatWasWritten_ComesBackByteForByte()
    {
        var bytes = BundleJson.WriteRules(Given.Rules());

        Assert.Equal(bytes, BundleJson.WriteRules(BundleJson.ReadRules(bytes)));
    }

    [Theory]
    [InlineData("""{"sources":[],"agent":{"policies":[]},"routes":[],"providers":[],"widgets":[]}""", "widgets")]
    [InlineData("""{"sources":[],"sources":[],"agent":{"policies":[]},"routes":[],"providers":[]}""", "sources")]
    [InlineData("""{"sources":[],"agent":null,"routes":[],"providers":[]}""", "agent")]
    [InlineData("""{"agent":{"policies":[]},"routes":[],"providers":[]}""", "sources")]
    public void ReadRules_UnknownRepeatedNullOrMissingMember_IsRefusedByName(string json, string member)
    {
        var exception = Assert.Throws<JsonException>(() => BundleJson.ReadRules(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(member, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteBundleHead_HeadRulesAndTail_AreOneReadableLine()
    {
        var rules = Given.Rules();
        var raw = BundleJson.WriteRules(rules);

        byte[] line = [.. BundleJson.WriteBundleHead(Given.Head(rules)), .. raw, .. BundleJson.BundleTail];
        var bundle = BundleJson.ReadLine(line).Bundle!;

        Assert.Equal(raw, BundleJson.RawRules(bundle).ToArray());
        Assert.Equal(Given.Agent(), bundle.Agent);
        Assert.DoesNotContain((byte)'\n', line);
    }

    [Fact]
    public void ReadLine_UnknownTypeAndMember_AreSkipped()
    {
        var envelope = BundleJson.ReadLine("""{"type":"lease","lease":{"usd":1}}"""u8);

        Assert.Equal("lease", envelope.Type);
        Assert.Null(envelope.Bundle);
    }

    /// <summary>What older operators and sidecars have written stays readable: files here are added, never changed.</summary>
    [Theory]
    [InlineData("bundle.json")]
    [InlineData("hello.json")]
    [InlineData("ack.json")]
    [InlineData("nack.json")]
    [InlineData("report.json")]
    public void ReadLine_FixtureOfVersion1_IsReadAndWrittenBackByteForByte(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", "v1", file)).AsSpan().TrimEnd((byte)'\n').ToArray();

        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(BundleJson.WriteLine(BundleJson.ReadLine(bytes))));
    }
}
