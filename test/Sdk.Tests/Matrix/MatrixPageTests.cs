namespace AiGateway.Sdk.Tests.Matrix;

public sealed class MatrixPageTests
{
    private static readonly MatrixCell s_passed = new() { Client = "openai", Provider = "groq", Case = "text", Passed = true };

    [Fact]
    public void Faults_FailureWithoutExplanation_IsNamed()
    {
        var page = new MatrixPage([s_passed with { Passed = false, Message = "broken" }]);

        Assert.Contains(page.Faults, fault => fault.StartsWith("FAIL openai -> groq, text", StringComparison.Ordinal));
        Assert.Contains("| text | FAIL |", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_FailureOfAnotherKindThanTheExplained_IsNamed()
    {
        var explained = s_passed with { Case = "n = 2", Passed = false, Message = "400 'n' : number must be at most 1" };

        Assert.DoesNotContain(new MatrixPage([explained]).Faults, fault => fault.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Contains(new MatrixPage([explained with { Message = "500" }]).Faults, fault => fault.StartsWith("FAIL", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_CaseThatOneClientWasNotAsked_IsNamed()
    {
        var page = new MatrixPage([s_passed, s_passed with { Client = "anthropic", Case = "usage" }]);

        Assert.Contains(page.Faults, fault => fault.StartsWith("not asked: (openai, groq, usage)", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_ExplanationThatFitsNothing_IsNamed() =>
        Assert.Contains(new MatrixPage([s_passed]).Faults, fault => fault.StartsWith("explains nothing", StringComparison.Ordinal));
}
