using System.Text;
using AiGateway.Sidecar.Guards.Secrets;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Guards.Secrets;

public sealed class NeedleSearchTests
{
    /// <summary>Few letters, so that needles, their beginnings and what is nearly one are everywhere.</summary>
    [Fact]
    public void StandsIn_AnyText_IsWhatASearchOneByOneSays()
    {
        var letters = Gen.Elements((byte)'a', (byte)'b', (byte)0xC3);
        var needles = letters.ArrayOf().Where(needle => needle.Length is >= 3 and <= 20).ListOf().Where(list => list.Count is > 0 and < 20);
        var cases = from list in needles from text in letters.ArrayOf().Resize(200) select (list, text);

        Prop.ForAll(cases.ToArbitrary(), one => new NeedleSearch([.. one.list]).StandsIn(one.text) == one.list.Any(needle => one.text.AsSpan().IndexOf(needle) >= 0))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void StandsIn_EveryPlace_IsFound(int before)
    {
        NeedleSearch search = new([.. Enumerable.Range(0, 12).Select(number => Encoding.ASCII.GetBytes($"needle-{number:00}"))]);

        foreach (var after in (int[])[0, 1, 7, 16, 40])
        {
            var text = Encoding.ASCII.GetBytes(new string('n', before) + "needle-11" + new string('n', after));
            Assert.True(search.StandsIn(text));
            Assert.False(search.StandsIn(text.AsSpan(0, before + 8)));
        }
    }
}
