using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class TokenReviewResultTests
{
    private static readonly TokenReviewStatus Good = new()
    {
        Authenticated = true,
        Audiences = ["aigateway.dev"],
        User = new() { Username = "system:serviceaccount:a:b" },
    };

    [Fact]
    public void TokenBoundToNoPod_IsAuthenticatedAndNamesNone()
    {
        var result = TokenReviewResult.Of(Good, "aigateway.dev");

        Assert.True(result.Authenticated);
        Assert.Null(result.PodName);
        Assert.Null(result.PodUid);
    }

    [Fact]
    public void ServerThatIgnoresAudiences_IsNotBelieved()
    {
        Assert.False(TokenReviewResult.Of(Good with { Audiences = [] }, "aigateway.dev").Authenticated);
        Assert.False(TokenReviewResult.Of(Good with { Audiences = ["https://kubernetes.default.svc"] }, "aigateway.dev").Authenticated);
    }

    [Fact]
    public void EmptyAnswers_AreRefused()
    {
        Assert.False(TokenReviewResult.Of(null, "aigateway.dev").Authenticated);
        Assert.False(TokenReviewResult.Of(new(), "aigateway.dev").Authenticated);
        Assert.False(TokenReviewResult.Of(Good with { User = new() { Username = "" } }, "aigateway.dev").Authenticated);
        Assert.Equal("expired", TokenReviewResult.Of(new() { Error = "expired" }, "aigateway.dev").Error);
    }
}
