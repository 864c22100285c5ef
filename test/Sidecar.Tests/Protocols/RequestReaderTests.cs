using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>The one-pass reader agrees with the framework's whole-document reader on what is JSON and what is repeated.</summary>
public sealed class RequestReaderTests
{
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = MemberNames.MaxDepth, AllowDuplicateProperties = false };

    private static readonly Gen<string> s_name = Gen.Elements("a", "b", "\\u0061", "\\u0062", "ab", "a\\u0062", "", "\\n", "\\u000a", "\u00e9", "\\u00E9", "n\\ud83d\\ude00", "n\U0001F600");

    [Fact]
    public void Read_AnyDocument_AgreesWithTheFramework() =>
        Prop.ForAll((from json in Document(4) from at in Gen.Choose(0, 60) select (json, at)).ToArbitrary(), sample => AssertAgrees(sample.json, sample.at))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Read_AnyDamagedDocument_AgreesWithTheFramework() =>
        Prop.ForAll(
            (from json in Document(3) from at in Gen.Choose(0, 10_000) from mark in Gen.Elements("{}[],:\"\\ 1tx\0".ToCharArray()) select (json, at, mark)).ToArbitrary(),
            sample =>
            {
                var text = new StringBuilder(sample.json);
                text[sample.at % text.Length] = sample.mark;
                AssertAgrees(text.ToString(), sample.at % 40);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Read_AnyDocumentWithLongTexts_AgreesWithTheFramework() =>
        Prop.ForAll(
            (from texts in LongText.ArrayOf(3) from at in Gen.Choose(0, 700) select (texts, at)).ToArbitrary(),
            sample => AssertAgrees(
                $"{{\"x\": \"{sample.texts[0]}\",\"y\":{{\"a\":\n\"{sample.texts[1]}\", \"b\":[\"{sample.texts[2]}\"]}},\"model\":\"m\",\"stream\":true,\"z\":\"{sample.texts[1]}\"}}", sample.at))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Read_ModelAndOptionsBehindALongText_AreFoundWhereTheyStand()
    {
        var text = string.Concat(Enumerable.Repeat("say \\\"hello\\\" \\u00e9\\n", 3000));
        using var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes($"{{\"x\":\"{text}\",\"model\":\"fast\",\"y\":\"{text}\",\"stream\":true,\"stream_options\":{{\"include_usage\":false}}}}"), 11);

        Assert.False(RequestReader.Read(body, new(WireFormat.OpenAiChat)).Stops(out _, out var chat));

        Assert.Equal("\"fast\"", Encoding.UTF8.GetString(body.Bytes.Slice(chat.ModelStart, chat.ModelLength).ToArray()));
        Assert.Equal("false", Encoding.UTF8.GetString(body.Bytes.Slice(chat.UsageEdit!.Value.Start, chat.UsageEdit.Value.Length).ToArray()));
    }

    [Fact]
    public void Read_BrokenBehindALongText_NamesTheRightPlace()
    {
        var json = $"{{\"model\":\"m\",\"x\":\"{new string('a', 1000)}\\n\",oops}}";

        using var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes(json), 50);

        Assert.True(RequestReader.Read(body, new(WireFormat.OpenAiChat)).Stops(out var refusal, out _));
        Assert.Contains($"byte {Block.Size - 50 + json.IndexOf("oops", StringComparison.Ordinal)}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(15)]
    public void Read_ModelAcrossBlocks_IsFoundWhereItStands(int inFirstBlock)
    {
        var pool = Chunks.Pool();
        using var body = Chunks.Straddling(pool, "{\"model\":\"f\\u0061st\",\"x\":1}"u8.ToArray(), inFirstBlock);

        Assert.False(RequestReader.Read(body, new(WireFormat.OpenAiChat)).Stops(out _, out var chat));

        Assert.Equal("fast", chat.Model);
        Assert.Equal("\"f\\u0061st\"", Encoding.UTF8.GetString(body.Bytes.Slice(chat.ModelStart, chat.ModelLength).ToArray()));
    }

    [Fact]
    public void Read_ManyMembersInOneObject_IsRefusedAtTheBound()
    {
        var names = string.Join(',', Enumerable.Range(0, MemberNames.MaxMembers + 1).Select(n => $"\"{n}\":0"));

        Assert.Equal(RefusalReason.InvalidJson, Read($"{{\"model\":\"m\",\"x\":{{{names}}}}}", 0));
    }

    [Fact]
    public void Read_ManyObjectsOfManyMembers_AllGoBackWhenTheyClose()
    {
        var inner = "{" + string.Join(',', Enumerable.Range(0, 1000).Select(n => $"\"{n}\":0")) + "}";

        Assert.Null(Read($"{{\"model\":\"m\",\"x\":[{string.Join(',', Enumerable.Repeat(inner, 50))}]}}", 0));
    }

    [Fact]
    public void Read_RepeatedFarApart_IsFound()
    {
        var names = string.Join(',', Enumerable.Range(0, 5000).Select(n => $"\"name{n}\":{{\"a\":1}}"));

        Assert.Equal(RefusalReason.DuplicateName, Read($"{{\"model\":\"m\",{names},\"name0\":1}}", 0));
    }

    /// <summary>Around the length from which texts are passed, with escapes, good and bad ones, and bytes that no text may hold.</summary>
    private static Gen<string> LongText =>
        from count in Gen.Choose(0, 160)
        from pieces in Gen.Frequency(
            (150, Gen.Elements("plain words and more of them ", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\u00e9\U0001F600", "{[\\t]}")),
            (1, Gen.Elements("\\x", "\\u12g4", "\\u12", "\n", "\0", "\\"))).ArrayOf(count)
        select string.Concat(pieces);

    private static void AssertAgrees(string json, int inFirstBlock)
    {
        string? expected = null;
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), s_strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) expected = "not an object";
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            expected = refused.Message;
        }

        // What is no matter of JSON alone (the model's own shape) is no disagreement.
        var reason = Read(json, inFirstBlock);
        var refusedAsJson = reason is RefusalReason.InvalidJson or RefusalReason.DuplicateName;
        if (reason != RefusalReason.InvalidField) Assert.True((expected is not null) == refusedAsJson, $"{json}\nframework: {expected}\nreader: {reason}");
    }

    private static RefusalReason? Read(string json, int inFirstBlock)
    {
        var pool = Chunks.Pool();
        using var body = Chunks.Straddling(pool, Encoding.UTF8.GetBytes(json), inFirstBlock);
        return RequestReader.Read(body, new(WireFormat.OpenAiChat)).Stops(out var refusal, out _) ? refusal.Reason : null;
    }

    private static Gen<string> Document(int depth) =>
        from members in Members(depth)
        from space in Gen.Elements("", " ", "\n\t")
        select $"{{{space}\"model\":{space}\"m\"{(members.Length == 0 ? "" : ",")}{members}{space}}}";

    private static Gen<string> Members(int depth) =>
        from count in Gen.Choose(0, 4)
        from names in s_name.ListOf(count)
        from values in Value(depth - 1).ListOf(count)
        select string.Join(",", names.Zip(values, (name, value) => $"\"{name}\" :{value}"));

    private static Gen<string> Value(int depth)
    {
        var leaf = Gen.Elements("1", "-0.5e3", "\"t\"", "\"\\\"}{\"", "true", "null", "[]", "{}", "\"\\u00e9\\n\"");
        if (depth <= 0) return leaf;
        return Gen.OneOf(
            leaf,
            Members(depth).Select(members => $"{{{members}}}"),
            Value(depth - 1).ListOf(2).Select(values => $"[{string.Join(" , ", values)}]"));
    }
}
