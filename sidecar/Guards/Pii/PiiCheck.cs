using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>Personal data, of the kinds that its settings name, and what stands in its place.</summary>
internal sealed class PiiCheck(CheckFacts facts, PiiSettings settings, ReadOnlyMemory<byte> hashKey) : TextCheck(facts)
{
    private readonly PatternSet _rules = new([.. settings.Types.Distinct().SelectMany(type => PiiRules.Of(type))]);

    public override TextScan Start() => _rules.Start();

    public override string MaskOf(in TextMatch match, ReadOnlySpan<char> text, MaskVault vault) => settings.Mask switch
    {
        MaskForm.Partial => PiiMask.Partial(match.Label, text),
        MaskForm.Hash => PiiMask.Hash(match.Label, text, hashKey.Span),
        MaskForm.Reversible => vault.TokenOf(match.Label, text),
        _ => base.MaskOf(match, text, vault),
    };
}
