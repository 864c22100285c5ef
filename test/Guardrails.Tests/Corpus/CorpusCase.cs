using System.Collections.Immutable;

namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>One text, and everything in it that should be found; whatever else is found in it is a false alarm.</summary>
internal sealed record CorpusCase(string Text, ImmutableArray<Planted> Planted)
{
    /// <summary>A text in which nothing should be found.</summary>
    public static CorpusCase Nothing(string text) => new(text, []);

    /// <summary>A value that should be found, between what it stands beside.</summary>
    public static CorpusCase Of(string label, string value, string before = "", string after = "") =>
        new(before + value + after, [new(before.Length, before.Length + value.Length, label)]);

    /// <summary>The case with text around it.</summary>
    public CorpusCase Within(string before, string after) => new(before + Text + after,
        [.. Planted.Select(one => one with { Start = one.Start + before.Length, End = one.End + before.Length })]);
}
