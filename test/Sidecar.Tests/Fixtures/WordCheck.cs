using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Tests.Fixtures;

/// <summary>A check that finds one word, letter by letter; as plain as a check can be. What it masks is numbered where it is reversible.</summary>
internal sealed class WordCheck(CheckFacts facts, string word, bool reversible = false) : TextCheck(facts)
{
    public override TextScan Start() => new Scan(word);

    public override string MaskOf(in TextMatch match, ReadOnlySpan<char> text, MaskVault vault) => reversible ? vault.TokenOf(match.Label, text) : base.MaskOf(match, text, vault);

    public static WordCheck Of(string word, GuardAction action, params ImmutableArray<GuardPlace> on) => Vary(word, action, facts => facts, on);

    public static WordCheck Shadow(string word, GuardAction action, params ImmutableArray<GuardPlace> on) => Vary(word, action, facts => facts with { IsShadow = true }, on);

    public static WordCheck Reversible(string word, params ImmutableArray<GuardPlace> on) => new(FactsOf(GuardAction.Mask, on), word, reversible: true);

    private static WordCheck Vary(string word, GuardAction action, Func<CheckFacts, CheckFacts> vary, ImmutableArray<GuardPlace> on) => new(vary(FactsOf(action, on)), word);

    private static CheckFacts FactsOf(GuardAction action, ImmutableArray<GuardPlace> on) =>
        new() { Guardrail = "shop/words", Index = 0, Type = CheckTypes.Words, On = on.IsEmpty ? [.. Enum.GetValues<GuardPlace>()] : on, Action = action };

    private sealed class Scan(string word) : TextScan
    {
        private long _from;

        public override long Settled => _from;

        public override void Read(in TextWindow window, List<TextMatch> matches)
        {
            while (window.Slice(_from, window.End).IndexOf(word, StringComparison.Ordinal) is >= 0 and var at)
            {
                matches.Add(new(_from + at, _from + at + word.Length, "WORD"));
                _from += at + word.Length;
            }

            _from = Math.Max(_from, window.End - word.Length + 1);
        }

        public override void Finish(in TextWindow window, List<TextMatch> matches) => _from = window.End;
    }
}
