using System.Globalization;
using AiGateway.Contracts.Patterns;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Contracts.Tests.Patterns;

/// <summary>Sets against the same said by a test of each character.</summary>
public sealed class CharSetTests
{
    private static readonly char[] Probes = [.. Enumerable.Range(0, 0x180).Select(value => (char)value), '\u0130', '\u0131', 'Σ', 'σ', '\ud83d', '\uffff'];

    [Fact]
    public void AnyRanges_TheSetHoldsThem_TheComplementTheOthers() => Prop.ForAll(Ranges(), ranges =>
    {
        var set = CharSet.Of([.. ranges]);
        Assert.All(Probes, probe => Assert.Equal(ranges.Exists(range => range.First <= probe && probe <= range.Last), set.Contains(probe)));
        Assert.All(Probes, probe => Assert.NotEqual(set.Contains(probe), set.Complement().Contains(probe)));
        Assert.All(set.Ranges.Zip(set.Ranges.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyRangesIgnoringCase_HoldBothCasesOfEach() => Prop.ForAll(Ranges(), ranges =>
    {
        var (set, folded) = (CharSet.Of([.. ranges]), CharSet.Of([.. ranges]).IgnoringCase());
        Assert.All(Probes.Where(set.Contains), probe => Assert.True(folded.Contains(probe) && folded.Contains(char.ToUpperInvariant(probe)) && folded.Contains(char.ToLowerInvariant(probe))));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("L", "aÄ中", "1 ")]
    [InlineData("Lu", "AÄ", "aä")]
    [InlineData("Nd", "1٣", "a½")]
    public void Category_IsUnicodes(string name, string inside, string outside)
    {
        var set = CharSet.OfCategory(name)!;

        Assert.All(inside, character => Assert.True(set.Contains(character)));
        Assert.All(outside, character => Assert.False(set.Contains(character)));
    }

    [Fact]
    public void EachCategory_HoldsWhatTheRuntimeSays() => Assert.All(Probes, probe => Assert.True(CharSet.OfCategory(Names[(int)CharUnicodeInfo.GetUnicodeCategory(probe)])!.Contains(probe)));

    private static readonly string[] Names =
        "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Cn".Split(' ');

    private static Arbitrary<List<CharRange>> Ranges() => ArbMap.Default.GeneratorFor<char>().Two()
        .Select(pair => new CharRange((char)Math.Min(pair.Item1 % 0x180, pair.Item2 % 0x180), (char)Math.Max(pair.Item1 % 0x180, pair.Item2 % 0x180)))
        .ListOf().Select(ranges => ranges.ToList()).ToArbitrary();
}
