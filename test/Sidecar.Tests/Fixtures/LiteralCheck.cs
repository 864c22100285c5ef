using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A check of texts by words as they stand, letter for letter: slow, and plain to see through. Of two that begin at one place the longer counts.</summary>
internal sealed class LiteralCheck(CheckFacts facts, params string[] words) : TextCheck(facts)
{
    public const string Label = "WORD";

    public static LiteralCheck Of(GuardAction action, GuardPlace[] on, params string[] words) => new(
        new() { Guardrail = "shop/plain", Index = 0, Type = CheckTypes.Words, On = [.. on], Action = action },
        words);

    /// <summary>What a masked text is.</summary>
    public static string Mask(string text, params string[] words)
    {
        var masked = "";
        for (var at = 0; at < text.Length;)
        {
            var found = words.Where(word => string.CompareOrdinal(text, at, word, 0, word.Length) == 0).MaxBy(word => word.Length);
            masked += found is null ? text[at] : $"[{Label}]";
            at += found?.Length ?? 1;
        }

        return masked;
    }

    public override TextScan Start() => new Scan(words);

    private sealed class Scan(string[] words) : TextScan
    {
        private long _settled;

        public override long Settled => _settled;

        public override void Read(in TextWindow window, List<TextMatch> matches) => Read(window, matches, isLast: false);

        public override void Finish(in TextWindow window, List<TextMatch> matches) => Read(window, matches, isLast: true);

        private void Read(in TextWindow window, List<TextMatch> matches, bool isLast)
        {
            while (_settled < window.End)
            {
                var rest = window.Slice(_settled, window.End).ToString();
                if (!isLast && words.Any(word => word.Length > rest.Length && word.StartsWith(rest, StringComparison.Ordinal))) return;
                var found = words.Where(word => rest.StartsWith(word, StringComparison.Ordinal)).MaxBy(word => word.Length);
                if (found is not null) matches.Add(new(_settled, _settled + found.Length, Label));
                _settled += found?.Length ?? 1;
            }
        }
    }
}
