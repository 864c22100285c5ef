using AiGateway.Sidecar.Guards.Loops;

namespace AiGateway.Sidecar.Tests.Guards.Loops;

/// <summary>Histories in letters: the tool and its arguments, and behind a dot what came back; <c>!</c> marks a failure, no dot what is not known.</summary>
public sealed class LoopFinderTests
{
    [Theory]
    [InlineData("a1.x", null, 0)]
    [InlineData("a1.x a1.x", "REPEATED", 2)]
    [InlineData("a1.x a1.x a1", "REPEATED", 3)]
    [InlineData("a1 a1 a1", "REPEATED", 3)]
    [InlineData("a1.x a1.y a1.z", null, 0)]
    [InlineData("a1.x a1 a1.y a1", "REPEATED", 3)]
    [InlineData("a1.x a1.x a1.y a1.y a1.y", "REPEATED", 3)]
    [InlineData("b1.x a1.x a1.x", "REPEATED", 2)]
    [InlineData("a1.x a1.x b1.x", null, 0)]
    [InlineData("a1.x b1.y a1.x b1.y", "CYCLE", 2)]
    [InlineData("a1.x b1.y a1.x b1.y a1", "CYCLE", 3)]
    [InlineData("a1.x b1.y a1.x", null, 0)]
    [InlineData("a1.x b1.y a1.x b1.z", null, 0)]
    [InlineData("a1.x b1.y c1.z a1.x b1.y c1.z a1.x b1.y c1.z", "CYCLE", 3)]
    [InlineData("a1.w b1.x c1.y d1.z a1.w b1.x c1.y d1.z", "CYCLE", 2)]
    [InlineData("a1.v b1.w c1.x d1.y e1.z a1.v b1.w c1.x d1.y e1.z", null, 0)]
    [InlineData("a1.x! a2.x! a3.x!", "NO_PROGRESS", 3)]
    [InlineData("a1.x! a2.x! a3", "NO_PROGRESS", 3)]
    [InlineData("a1.x! a2.y! a3.z!", null, 0)]
    [InlineData("a1.x! b2.x! a3.x!", null, 0)]
    [InlineData("a1.x a2.x a3.x a4.x a5.x", null, 0)]
    [InlineData("a1.x a2.x a3.x a4.x a5.x a6.x a7.x a8.x", "NO_PROGRESS", 2)]
    [InlineData("a1 a2 a3 a4 a5 a6 a7 a8", null, 0)]
    public void Find_AHistory_IsWhatItsEndAmountsTo(string history, string? label, int count)
    {
        var found = LoopFinder.Find([.. history.Split(' ').Select(Entry)]);

        Assert.Equal((label, count), (found.Label, found.Count));
    }

    [Fact]
    public void IsExempt_ExactOrPrefix()
    {
        var check = new LoopCheck(GivenLoops.Facts(), new() { Exempt = ["wait", "get_*"] });

        Assert.Equal([true, false, true, true, false], new[] { "wait", "waiting", "get_", "get_job", "Get_job" }.Select(check.IsExempt));
    }

    private static LoopEntry Entry(string call)
    {
        var (isFailure, dot) = (call.EndsWith('!'), call.IndexOf('.'));
        return new(call[..1], call[1], dot < 0 ? null : (UInt128)call[dot + 1], isFailure);
    }
}
