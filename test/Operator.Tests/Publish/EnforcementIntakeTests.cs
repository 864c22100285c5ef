using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class EnforcementIntakeTests
{
    [Theory]
    [InlineData(EnforcementLevel.Redirected, EnforcementLevel.Redirected)]
    [InlineData(EnforcementLevel.Cooperative, EnforcementLevel.Cooperative)]
    [InlineData(EnforcementLevel.None, EnforcementLevel.Cooperative)]
    [InlineData((EnforcementLevel)7, EnforcementLevel.Cooperative)]
    [InlineData((EnforcementLevel)(-1), EnforcementLevel.Cooperative)]
    public void Take_Level_IsOneThatASidecarCanHave(EnforcementLevel said, EnforcementLevel taken) =>
        Assert.Equal(taken, EnforcementIntake.Take(new() { Level = said }).Level);

    [Fact]
    public void Take_LongReason_IsCutBetweenCharacters()
    {
        var reason = new string('x', EnforcementIntake.MaxReason - 1) + "\U0001F600 and more";

        Assert.Equal(new string('x', EnforcementIntake.MaxReason - 1), Take(reason));
        Assert.Equal(EnforcementIntake.MaxReason, Take(new string('x', 100_000))!.Length);
    }

    [Fact]
    public void Take_ReasonOfSeveralLines_IsOneLine() => Assert.Equal("a  b c d e", Take("a\r\nb\u2028c\u0000d\u001be"));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void Take_NoReason_IsNone(string? said) => Assert.Null(Take(said));

    private static string? Take(string? reason) => EnforcementIntake.Take(new() { Level = EnforcementLevel.Cooperative, Reason = reason }).Reason;
}
