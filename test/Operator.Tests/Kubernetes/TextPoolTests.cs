using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class TextPoolTests
{
    [Fact]
    public void Share_SameText_IsOneObject()
    {
        var first = TextPool.Share(Text("vendor/model"));

        Assert.Same(first, TextPool.Share(Text("vendor/model")));
        Assert.Equal("vendor/model", first);
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
