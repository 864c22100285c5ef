using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Guards.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>In each dialect, whatever is said, in whatever pieces and however mixed: what the client joins is the whole, masked.</summary>
public sealed class FrameGuardPropertyTests
{
    private static readonly string[] s_words = ["secret", "4111111111111111"];

    private static readonly ScriptedDialect[] s_dialects = [new ScriptedChat(), new ScriptedMessages(), new ScriptedGemini(), new ScriptedConverse(), new ScriptedResponses()];

    private static readonly Gen<string> s_text =
        Gen.Elements("secret", "s", "sec", "ret", "\"", "\\", "\n", "é", "😀", "a", " ", "41111111", "11111111").ArrayOf(10).Select(parts => string.Concat(parts));

    private static readonly Gen<string> s_json =
        from texts in s_text.ArrayOf(3)
        from number in Gen.Elements("4111111111111111", "12", "411111111111111")
        select $"{{{string.Concat(texts.Select((text, index) => $"\"n{index}\": {System.Text.Json.JsonSerializer.Serialize(text)},"))}\"last\":[{number},true]}}";

    public static TheoryData<string> Dialects { get; } = [.. s_dialects.Select(dialect => dialect.Format.ToString())];

    /// <summary>Texts of which any piece says all that it says: no halves of characters, of escapes, of numbers.</summary>
    private static readonly Gen<string> s_plain = Gen.Elements("a", "é", " ", "never", ".").ArrayOf(10).Select(parts => string.Concat(parts));

    private sealed record Sample(Dictionary<Spoken, string> Texts, byte[] Stream, int[] Sizes);

    [Theory]
    [MemberData(nameof(Dialects))]
    public void OnFrame_AnyPiecesAndChunks_ClientJoinsTheWholeMasked(string format) => Check(format, s_text, s_json, (dialect, sample) =>
    {
        var output = Guarded.Run(dialect, Guarded.SessionOf(GuardAction.Mask, s_words), sample.Stream, sample.Sizes)!;

        var joined = dialect.Join(output);
        var came = dialect.Join(sample.Stream);
        Assert.Equal(came.Keys.Order(ByName), joined.Keys.Order(ByName));
        foreach (var (text, said) in came.Where(one => one.Key.Choice >= 0)) Assert.Equal(Masked(text, said), joined[text]);
        Assert.Equal(output, Guarded.Run(dialect, Guarded.SessionOf(GuardAction.Mask, s_words), sample.Stream));
    });

    [Theory]
    [MemberData(nameof(Dialects))]
    public void OnFrame_CheckDenies_WhatHasLeftIsTheBeginningAndHoldsNoMatch(string format) => Check(format, s_text, s_json, (dialect, sample) =>
    {
        var came = dialect.Join(sample.Stream);
        var passes = Guarded.TryRun(dialect, Guarded.SessionOf(GuardAction.Deny, s_words), sample.Stream, sample.Sizes, out var left);

        Assert.Equal(came.All(one => Masked(one.Key, one.Value) == one.Value), passes);
        foreach (var (text, said) in dialect.Join(left).Where(one => one.Key.Choice >= 0))
        {
            Assert.StartsWith(said, came[text]);
            Assert.Equal(said, Masked(text, said));
        }
    });

    [Theory]
    [MemberData(nameof(Dialects))]
    public void OnFrame_NothingIsPossible_EveryByteLeavesAtOnce(string format) => Check(format, s_plain, s_plain.Select(text => $"{{\"n\": \"{text}\"}}"), (dialect, sample) =>
    {
        Assert.Equal(sample.Stream, Guarded.Run(dialect, Guarded.SessionOf(GuardAction.Mask, "\u0007never"), sample.Stream, sample.Sizes));
        Assert.Equal(sample.Stream, Guarded.Run(dialect, Guarded.SessionOf(GuardAction.Flag, "\u0007never"), sample.Stream, sample.Sizes));
    });

    private static Comparer<Spoken> ByName => Comparer<Spoken>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    private static string Masked(Spoken text, string said) => text.Kind == Spoken.Arguments
        ? JsonPieceGuardTests.Run(said, [Math.Max(1, said.Length)])!
        : LiteralCheck.Mask(said, s_words);

    private static void Check(string format, Gen<string> text, Gen<string> json, Action<ScriptedDialect, Sample> check)
    {
        var dialect = s_dialects.Single(one => one.Format == Enum.Parse<WireFormat>(format));
        var samples =
            from texts in text.ArrayOf(dialect.Texts.Length).Where(texts => texts.Length == dialect.Texts.Length)
            from arguments in json.ArrayOf(dialect.Texts.Length).Where(texts => texts.Length == dialect.Texts.Length)
            from seed in Gen.Choose(0, int.MaxValue)
            from sizes in Chunks.Sizes
            select Write(dialect, texts, arguments, new Random(seed)) with { Sizes = sizes };
        Prop.ForAll(samples.ToArbitrary(), sample => check(dialect, sample)).Check(Config.QuickThrowOnFailure.WithMaxTest(120));
    }

    private static Sample Write(ScriptedDialect dialect, string[] texts, string[] arguments, Random random)
    {
        var spoken = dialect.Texts.Where(_ => random.Next(3) > 0).ToDictionary(text => text, text => text.Kind == Spoken.Arguments ? arguments[Array.IndexOf(dialect.Texts, text)] : texts[Array.IndexOf(dialect.Texts, text)]);
        var left = spoken.ToDictionary();
        HashSet<Spoken> open = [];
        List<string> frames = [.. dialect.Begin()];
        while (left.Count > 0)
        {
            var text = left.Keys.ElementAt(random.Next(left.Count));
            if (open.Add(text)) frames.AddRange(dialect.Open(text));
            var length = Math.Min(random.Next(6), left[text].Length);
            frames.Add(dialect.Piece(text, left[text][..length]));
            left[text] = left[text][length..];
            if (left[text].Length == 0) left.Remove(text);
        }

        frames.AddRange(dialect.End(spoken));
        return new(spoken, dialect.Write(frames), []);
    }
}
