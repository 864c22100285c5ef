using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Pipeline;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Every refusal has a row and a word of its own; the statuses are those that OpenAI's clients raise their classes from.</summary>
public sealed class RefusalTableTests
{
    [Fact]
    public void Words_AllReasons_AreDistinctAndOnlyFaultsAreInternal()
    {
        var words = Enum.GetValues<RefusalReason>().Select(CallWords.Of).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(words, word => Assert.Matches("^[a-z_]+$", word));
    }

    [Fact]
    public void StatusOf_AllReasons_OnlyFaultsAreA500() =>
        Assert.Equal([RefusalReason.Internal], Enum.GetValues<RefusalReason>().Where(reason => RefusalTable.StatusOf(reason) == 500));

    [Theory]
    [InlineData("Suspended", 403)]
    [InlineData("PolicyUnfit", 403)]
    [InlineData("NoPolicy", 403)]
    [InlineData("ModelDenied", 403)]
    [InlineData("ModelNotAllowed", 403)]
    [InlineData("ModelNotFound", 404)]
    [InlineData("InvalidJson", 400)]
    [InlineData("TooManyCalls", 429)]
    [InlineData("BytesExhausted", 429)]
    [InlineData("NotReady", 503)]
    public void StatusOf_Reason_IsTheClientsClass(string reason, int status) =>
        Assert.Equal(status, RefusalTable.StatusOf(Enum.Parse<RefusalReason>(reason)));
}
