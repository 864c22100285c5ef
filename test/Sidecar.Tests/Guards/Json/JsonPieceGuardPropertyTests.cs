using System.Text.Json.Nodes;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Json;

/// <summary>Masked in any pieces, it is what the whole is masked as; without matches it is what came.</summary>
public sealed class JsonPieceGuardPropertyTests
{
    private static readonly string[] s_words = ["secret", "4111111111111111"];

    private static readonly Gen<string> s_text = Gen.Elements("secret", "s", "sec", "ret", "\"", "\\", "\n", "é", "😀", "\u0001", "a", " ", "/", "41111111", "11111111").ArrayOf(8).Select(parts => string.Concat(parts));

    private static readonly Gen<Sample> s_json =
        from leaves in s_text.ArrayOf(12)
        from numbers in Gen.Elements("4111111111111111", "12", "-0.5e3", "411111111111111").ArrayOf(6)
        from seed in Gen.Choose(0, int.MaxValue)
        from sizes in Chunks.Sizes
        select new Sample(Write(leaves, numbers, new Random(seed)), sizes);

    private static readonly Gen<Sample> s_noise =
        from parts in Gen.Elements("{", "}", "[", "]", ":", ",", "\"", "\\", "u0065", "\\u0065", "secret", "s", "ecret", "sec", "ret", " ", "true", "12", "4111111111111111", "\"a\":", "\"b\"").ArrayOf(16)
        from sizes in Chunks.Sizes
        select new Sample(string.Concat(parts), sizes);

    private sealed record Sample(string Text, int[] Sizes);

    [Fact]
    public void Take_AnyJsonInAnyPieces_IsTheWholeMasked() =>
        Prop.ForAll(s_json.ToArbitrary(), sample =>
        {
            var pieces = JsonPieceGuardTests.Run(sample.Text, sample.Sizes.Length == 0 ? [1] : sample.Sizes);

            Assert.Equal(JsonPieceGuardTests.Run(sample.Text, [sample.Text.Length]), pieces);
            Assert.Equal(Mask(JsonNode.Parse(sample.Text)!).ToJsonString(), JsonNode.Parse(pieces!)!.ToJsonString());
            if (Mask(JsonNode.Parse(sample.Text)!).ToJsonString() == JsonNode.Parse(sample.Text)!.ToJsonString()) Assert.Equal(sample.Text, pieces);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Take_AnythingInAnyPieces_LetsNoMatchThrough() =>
        Prop.ForAll(s_noise.ToArbitrary(), sample =>
        {
            var pieces = JsonPieceGuardTests.Run(sample.Text, sample.Sizes.Length == 0 ? [1] : sample.Sizes);

            Assert.DoesNotContain("secret", pieces ?? "");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000));

    private static JsonNode Mask(JsonNode node)
    {
        switch (node)
        {
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Mask(item))]);
            case JsonObject members:
                return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)Mask(member.Value))));
            default:
                var written = node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
                var masked = LiteralCheck.Mask(written, s_words);
                return masked == written ? node.DeepClone() : JsonValue.Create(masked);
        }
    }

    private static string Write(string[] texts, string[] numbers, Random random)
    {
        var items = texts.Select(text => Quote(text, random)).Concat(numbers).Concat(["true", "null"]).ToArray();
        var named = items.Select((item, index) => $"{Space(random)}\"n{index}\"{Space(random)}:{Space(random)}{item}");
        return $"{Space(random)}{{{string.Join(",", named)},\"list\":[{string.Join($"{Space(random)},", items)}{Space(random)}],\"in\":{{\"x\":[[{items[0]}]]}}}}{Space(random)}";
    }

    private static string Space(Random random) => random.Next(4) switch { 0 => " ", 1 => "\n\t", _ => "" };

    private static string Quote(string text, Random random)
    {
        var halves = random.Next(2) == 0; // Of one pair both are escaped, or neither is.
        return $"\"{string.Concat(text.Select(one => (char.IsSurrogate(one) ? halves : random.Next(6) == 0) || one < ' '
            ? $"\\u{(int)one:x4}"
            : one switch { '"' => "\\\"", '\\' => "\\\\", '/' when random.Next(2) == 0 => "\\/", _ => one.ToString() }))}\"";
    }
}
