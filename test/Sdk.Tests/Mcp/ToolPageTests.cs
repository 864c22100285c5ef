namespace AiGateway.Sdk.Tests.Mcp;

public sealed class ToolPageTests
{
    private static readonly ToolCell Direct = new() { Client = "dotnet", Server = "fake", Case = "ping", Passed = true };
    private static readonly ToolCell Through = Direct with { Through = true };
    private static readonly ToolExplanation NoPing = new("*", "fake", "ping", "no ping", "n/a");

    [Fact]
    public void Faults_FailureWithoutExplanation_IsNamed()
    {
        var page = new ToolPage([Direct, Through with { Passed = false, Message = "broken" }], []);

        Assert.Contains(page.Faults, fault => fault.StartsWith("FAIL dotnet -> fake, ping, through", StringComparison.Ordinal));
        Assert.Contains("| ping | FAIL |", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_ExplainedFailureThroughAlone_IsNamed()
    {
        var page = new ToolPage([Direct, Through with { Passed = false, Message = "no ping" }], [NoPing]);

        Assert.Contains(page.Faults, fault => fault.StartsWith("direct and through differ", StringComparison.Ordinal));
        Assert.Contains("| ping | FAIL |", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_ExplainedFailureBothWays_IsNone()
    {
        var page = new ToolPage([Direct with { Passed = false, Message = "no ping" }, Through with { Passed = false, Message = "no ping" }], [NoPing]);

        Assert.Empty(page.Faults);
        Assert.Contains("| ping | 1 |", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_CaseThatWasPlayedOneWay_IsNamed() =>
        Assert.Contains(new ToolPage([Direct], []).Faults, fault => fault.StartsWith("not asked both ways", StringComparison.Ordinal));

    [Fact]
    public void Faults_ExplanationThatFitsNothing_IsNamed() =>
        Assert.Contains(new ToolPage([Direct, Through], [NoPing]).Faults, fault => fault.StartsWith("explains nothing", StringComparison.Ordinal));
}
