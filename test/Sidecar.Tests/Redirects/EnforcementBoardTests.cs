using AiGateway.Contracts;
using AiGateway.Sidecar.Redirects;

namespace AiGateway.Sidecar.Tests.Redirects;

public sealed class EnforcementBoardTests
{
    private static readonly Enforcement Redirected = new() { Level = EnforcementLevel.Redirected };

    [Fact]
    public void Lower_Redirected_IsCooperativeWithTheFirstReason()
    {
        var kept = new List<string>();
        var board = new EnforcementBoard(Redirected, kept.Add);

        Assert.Equal((true, false), (board.Lower("first"), board.Lower("second")));

        Assert.Equal(["first"], kept);
        Assert.Equal(new Enforcement { Level = EnforcementLevel.Cooperative, Reason = "first" }, board.Read());
    }

    [Fact]
    public void Lower_NotRedirected_KeepsItsReason()
    {
        var never = new Enforcement { Level = EnforcementLevel.Cooperative, Reason = "a check did not hold" };
        var board = new EnforcementBoard(never);

        Assert.False(board.Lower("later"));

        Assert.Equal(never, board.Read());
    }
}
