using System.Text;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class TokenTests
{
    [Fact]
    public async Task Cache_SameTokenTwice_AsksOnceUntilItsLifeIsOver()
    {
        var time = new ManualTime();
        var asked = 0;
        var cache = new TokenCache((_, _) => { asked++; return Task.FromResult<TokenIdentity?>(Given.Token("a")); }, time);

        await cache.CheckAsync("token", TestContext.Current.CancellationToken);
        await cache.CheckAsync("token", TestContext.Current.CancellationToken);
        Assert.Equal(1, asked);
        time.Advance(TokenCache.Life);
        await cache.CheckAsync("token", TestContext.Current.CancellationToken);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Cache_TokenEndsWhileItIsRemembered_IsRefused()
    {
        var time = new ManualTime();
        var cache = new TokenCache((_, _) => Task.FromResult<TokenIdentity?>(Given.Token("a", time.GetUtcNow().AddSeconds(10))), time);

        Assert.NotNull(await cache.CheckAsync("token", TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await cache.CheckAsync("token", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cache_Refusal_IsAskedAgain()
    {
        var known = false;
        var cache = new TokenCache((_, _) => Task.FromResult(known ? Given.Token("a") : null), new ManualTime());

        Assert.Null(await cache.CheckAsync("token", TestContext.Current.CancellationToken));
        known = true;

        Assert.NotNull(await cache.CheckAsync("token", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("system:serviceaccount:team:default", "team", "default")]
    [InlineData("system:serviceaccount:team", null, null)]
    [InlineData("system:serviceaccount:team:default:more", null, null)]
    [InlineData("system:serviceaccount::default", null, null)]
    [InlineData("kubernetes-admin", null, null)]
    public void Username_OfAServiceAccount_IsSplit(string username, string? inNamespace, string? account)
    {
        var split = TokenReviews.Split(username);

        Assert.Equal((inNamespace, account), (split?.Namespace, split?.ServiceAccount));
    }

    [Theory]
    [InlineData("{\"exp\":1767225600}", 1767225600L)]
    [InlineData("{\"exp\":\"soon\"}", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("not json", null)]
    public void Expiry_OfAToken_IsItsClaim(string claims, long? expected)
    {
        var token = $"head.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.tail";

        Assert.Equal(expected, TokenReviews.ExpiryOf(token)?.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Folder_TokensOfPods_AreKeptTakenAwayAndReadableByTheirOwnerAlone()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var tokens = new FolderTokens(folder);
        tokens.Keep([Pod("a"), Pod("b"), Pod("../../outside")]);
        var token = await File.ReadAllTextAsync(Path.Combine(folder, "team_a"), TestContext.Current.CancellationToken);

        var restarted = new FolderTokens(folder);
        restarted.Keep([Pod("a")]);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(folder, "team_a")));
        Assert.Equal("uid-a", (await restarted.CheckAsync(token, TestContext.Current.CancellationToken))?.PodUid);
        Assert.Null(await restarted.CheckAsync("guess", TestContext.Current.CancellationToken));
        Assert.Equal([Path.Combine(folder, "team_a")], Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }

    private static Pod Pod(string name) => new() { Metadata = new() { Namespace = "team", Name = name, Uid = "uid-" + name } };
}
