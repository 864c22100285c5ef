using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Whom a sidecar trusts as its operator, and with what it shows who it is.</summary>
public sealed class ClientTrustTests : ClientStreamTests
{
    [Fact]
    public async Task Token_ReplacedOnDisk_IsUsedAtTheNextConnection()
    {
        var (stream, _) = await OpenAsync();

        await File.WriteAllTextAsync(_house!.Options.TokenFile, "token-2", TestContext.Current.CancellationToken);
        stream.Close();

        Assert.Equal("Bearer token-2", (await _operator!.AcceptAsync()).Token);
    }

    [Fact]
    public async Task Roots_OldAndNewTogether_TrustEither()
    {
        using var next = new TestAuthority("operator-next");
        await StartAsync(next.Issue("localhost"), _authority.Pem + next.Pem);

        await _operator!.GreetAsync();
    }

    [Fact]
    public async Task Roots_ReplacedOnDisk_AreUsedAtTheNextConnection()
    {
        using var next = new TestAuthority("operator-next");
        await StartAsync(next.Issue("localhost"), _authority.Pem);
        await Eventually.HoldsAsync(() => _house!.Attempts > 1, "it tries in vain");
        Assert.Equal(0, _operator!.Asked);

        await File.WriteAllTextAsync(_house!.Options.RootsFile, next.Pem, TestContext.Current.CancellationToken);

        await _operator.GreetAsync();
    }

    [Fact]
    public async Task Certificate_ForAnotherName_IsRefusedAndNoTokenIsShown()
    {
        await StartAsync(_authority.Issue("elsewhere.example"), _authority.Pem);

        await Eventually.HoldsAsync(() => _house!.Attempts > 2, "it tries in vain");

        Assert.Equal(0, _operator!.Asked);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Operator_ThatSaysNo_IsAskedAgainAndItsReasonLogged(int status)
    {
        await StartAsync(_authority.Issue("localhost"), _authority.Pem, fake => fake.Refusal = (status, "the token has expired"));
        await Eventually.HoldsAsync(() => _operator!.Asked > 1, "it asks again");

        _operator!.Refusal = null;
        await _operator.GreetAsync();

        Assert.Contains(_house!.Logged, line => line.Contains($"{status}: the token has expired", StringComparison.Ordinal));
        Assert.DoesNotContain(_house.Logged, line => line.Contains("token-1", StringComparison.Ordinal));
    }
}
