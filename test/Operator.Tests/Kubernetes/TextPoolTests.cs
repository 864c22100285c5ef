using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class TextPoolTests
{
    [Fact]
    public void Share_SameText_IsOneObject()
    {
        // Of the whole process: another test may make it begin anew between two looks.
        Assert.Contains(Enumerable.Range(0, 10), _ => ReferenceEquals(TextPool.Share(Text("vendor/model")), TextPool.Share(Text("vendor/model"))));
        Assert.Equal("vendor/model", TextPool.Share(Text("vendor/model")));
        Assert.Null(TextPool.Share(null));
    }

    [Fact]
    public void Share_MoreThanFit_LosesTheSharingAlone()
    {
        for (var number = 0; number < 25_000; number++) Assert.Equal($"tool-{number}", TextPool.Share($"tool-{number}"));

        var longOne = new string('x', 257);
        Assert.Same(longOne, TextPool.Share(longOne));
        Assert.NotSame(longOne, TextPool.Share(new string('x', 257)));
    }

    private static string Text(string text) => new(text.AsSpan());
}
