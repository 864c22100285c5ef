namespace AiGateway.Sidecar.Guards;

/// <summary>A check of texts that asks nobody, as built for the hot path. Immutable; one instance serves all calls.</summary>
internal abstract class TextCheck(CheckFacts facts)
{
    public CheckFacts Facts => facts;

    /// <summary>Whether it looks at JSON as it is written. Of what is JSON inside (tool arguments), the others see each string, name and number as a text of its own.</summary>
    public virtual bool ReadsJson => false;

    /// <summary>A walk over one text.</summary>
    public abstract TextScan Start();

    /// <summary>What stands in the place of a match: called once for each, in the order of the text, and only where the check masks.</summary>
    public virtual string MaskOf(in TextMatch match, ReadOnlySpan<char> text, MaskVault vault) => $"[{match.Label}]";
}
