using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Texts;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Protocols.Translation;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Texts;

/// <summary>What nothing is found in passes byte for byte, and what is found is found wherever in a body it stands.</summary>
public sealed class PassingTextsTests
{
    private static readonly WireFormat[] s_formats =
    [
        WireFormat.OpenAiChat, WireFormat.OpenAiCompletions, WireFormat.OpenAiResponses, WireFormat.AnthropicMessages, WireFormat.AnthropicCount, WireFormat.GeminiContent, WireFormat.GeminiCount,
        WireFormat.GeminiEmbed, WireFormat.GeminiBatchEmbed, WireFormat.BedrockConverse, WireFormat.OpenAiEmbeddings, WireFormat.OpenAiJson,
    ];

    /// <summary>Names that the grammars know, and some that they do not.</summary>
    private static readonly string[] s_names =
    [
        "messages", "role", "content", "type", "text", "input", "arguments", "function", "tool_calls", "tools", "parameters", "system", "source", "data", "contents", "parts", "functionCall", "args",
        "output", "choices", "message", "candidates", "logprobs", "name", "id", "toolUse", "toolResult", "inlineData", "image_url", "url", "signature", "thinking", "new", "\\u0074ext", "instructions",
    ];

    private static readonly string[] s_strings =
    [
        "system", "user", "tool", "base64", "text", "tool_result", "", "a", "a text", "aGVsbG8=", "data:image/png;base64,aGVsbG8=", "data:,x", "{}", "{\\\"a\\\":[1,\\\"b\\\"]}", "\\u0000\\uD83E\\uDD93\\ud83e\\n",
        "\\\"\\\\\\/", "é🦓", new string('x', 700), new string('é', 300) + "\\t" + new string('=', 400),
    ];

    private static Gen<string> Value(int depth) => depth == 0
        ? Gen.OneOf(Gen.Elements(s_strings).Select(text => $"\"{text}\""), Gen.Elements("1", "-0.50", "1e3", "true", "false", "null", "4111111111111111"))
        : Gen.OneOf(
            Value(0),
            Value(depth - 1).ArrayOf(3).Select(items => $"[ {string.Join(" , ", items)}]"),
            Gen.Elements(s_names).Zip(Value(depth - 1)).ArrayOf(4).Select(members => $"{{{string.Join(",\n", members.DistinctBy(one => one.Item1).Select(one => $"\"{one.Item1}\": {one.Item2}"))}}}"));

    private static Gen<string> Bodies { get; } = Gen.Elements(s_names).Zip(Value(5)).ArrayOf(5)
        .Select(members => $"{{{string.Join(",", members.DistinctBy(one => one.Item1).Select(one => $"\"{one.Item1}\":{one.Item2}"))}}}");

    [Fact]
    public void Guard_FindsNothing_NothingIsChanged() => Prop.ForAll(Bodies.Zip(Gen.Elements(s_formats)).Zip(Gen.Choose(1, 900)).ToArbitrary(), given =>
    {
        var ((text, format), split) = given;
        using var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes(text), split);

        AssertUnchanged(body, BodyTexts.OfRequest(format, body.Bytes));
        AssertUnchanged(body, BodyTexts.OfAnswer(format, body.Bytes));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Guard_MasksAWord_LeavesJsonWithoutIt() => Prop.ForAll(Bodies.Zip(Gen.Elements(s_formats)).ToArbitrary(), given =>
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(given.Item1));
        using var edits = new TextEdits(new(new([WordCheck.Of("🦓", GuardAction.Mask)])));
        Assert.True(edits.TryGuard(bytes, BodyTexts.OfRequest(given.Item2, bytes)));

        var masked = BodyEdits.Apply(bytes, edits.Edits);

        using var document = JsonDocument.Parse(masked, new() { MaxDepth = 64 });
        using var again = new TextEdits(new(new([WordCheck.Of("🦓", GuardAction.Deny)])));
        Assert.True(again.TryGuard(new(masked), BodyTexts.OfRequest(given.Item2, new(masked))));
        Assert.Equal(Shape(JsonDocument.Parse(given.Item1).RootElement), Shape(document.RootElement));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Walk_AnyBody_TextsStandApartAndInOrder() => Prop.ForAll(Bodies.Zip(Gen.Elements(s_formats)).ToArbitrary(), given =>
    {
        var bytes = Encoding.UTF8.GetBytes(given.Item1);
        foreach (var texts in new[] { BodyTexts.OfRequest(given.Item2, new(bytes)), BodyTexts.OfAnswer(given.Item2, new(bytes)) })
        {
            var position = 0L;
            foreach (var text in texts)
            {
                Assert.True(text.Start >= position && Enum.IsDefined(text.Place) && Enum.IsDefined(text.Form));
                position = text.Start + text.Length;
            }

            Assert.True(position <= bytes.Length);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Walk_InPieces_FindsTheSame() => Prop.ForAll(Bodies.Zip(Gen.Elements(s_formats)).Zip(Gen.Choose(1, 900)).ToArbitrary(), given =>
    {
        var ((text, format), split) = given;
        var bytes = Encoding.UTF8.GetBytes(text);
        using var body = Chunks.Straddling(Chunks.Pool(), bytes, split);
        var shift = body.Length - bytes.Length;

        var whole = BodyTexts.OfRequest(format, new(bytes)).Select(one => one with { Start = one.Start + shift, Group = one.Group == 0 ? 0 : one.Group + shift });

        Assert.Equal(whole, BodyTexts.OfRequest(format, body.Bytes));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Walk_EveryStringWithASpace_IsAText() => Prop.ForAll(Bodies.Zip(Gen.Elements(s_formats)).ToArbitrary(), given =>
    {
        // Nothing hides behind a member's name: a string with a space is no word and no base64, wherever it stands.
        var text = given.Item1.Replace("\"a\"", "\"a hidden text\"", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);

        AssertAllFound(bytes, BodyTexts.OfRequest(given.Item2, new(bytes)));
        AssertAllFound(bytes, BodyTexts.OfAnswer(given.Item2, new(bytes)));
    }).QuickCheckThrowOnFailure();

    public static TheoryData<string> TranslationCases() =>
        [.. Directory.GetDirectories(TranslationCase.Folder).SelectMany(Directory.GetDirectories).Select(folder => Path.GetRelativePath(TranslationCase.Folder, folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(TranslationCases))]
    public void Guard_FindsNothingInRealBody_NothingIsChanged(string name)
    {
        var one = new TranslationCase(name);
        foreach (var text in new[] { one.Read("request.json"), one.Read("answer.json"), one.Read("reply.json") }.OfType<string>())
        {
            using var body = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes(text), 100);
            foreach (var format in s_formats)
            {
                AssertUnchanged(body, BodyTexts.OfRequest(format, body.Bytes));
                AssertUnchanged(body, BodyTexts.OfAnswer(format, body.Bytes));
            }
        }
    }

    /// <summary>What is left of JSON without its strings.</summary>
    private static string Shape(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(one => one.Name + Shape(one.Value)))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Shape))}]",
        JsonValueKind.String => "s",
        _ => value.GetRawText(),
    };

    private static void AssertUnchanged(Body body, List<TextAt> texts)
    {
        var session = new GuardSession(new([WordCheck.Of("not to be found", GuardAction.Mask), WordCheck.Of("nor this", GuardAction.Deny)]));
        using var edits = new TextEdits(session);

        Assert.True(edits.TryGuard(body.Bytes, texts));
        Assert.Empty(edits.Edits);
        Assert.Empty(session.Findings);
    }

    private static void AssertAllFound(byte[] bytes, List<TextAt> texts)
    {
        var hidden = Encoding.UTF8.GetString(bytes).Split("\"a hidden text\"").Length - 1;
        var found = texts.Sum(text => Encoding.UTF8.GetString(new ReadOnlySequence<byte>(bytes).Slice(text.Start, text.Length)).Split("\"a hidden text\"").Length - 1);
        Assert.Equal(hidden, found);
    }
}
