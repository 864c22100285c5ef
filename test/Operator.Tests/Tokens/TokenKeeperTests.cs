using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Tokens;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Operator.Tokens;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Tokens;

/// <summary>Tokens are there while they are wanted, are renewed before they end, and one that still holds outlives a refusal.</summary>
public sealed class TokenKeeperTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly HttpClient _http = TokenConnections.Create();
    private FakeTokenEndpoint _endpoint = null!;
    private TokenKeeper _keeper = null!;
    private readonly LogLines<TokenKeeper> _log = new();
    private int _changes;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await FakeTokenEndpoint.StartAsync();
        var options = new TokenKeeperOptions { Time = _time, Jitter = new Jitter(new Random(1)), Changed = () => Interlocked.Increment(ref _changes) };
        _keeper = new(new TokenExchange(_http, _time), options, _log);
        await _keeper.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.StopAsync(CancellationToken.None);
        _keeper.Dispose();
        _http.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task Want_Token_IsExchangedOnceAndTold()
    {
        _keeper.Want([Request("a")]);

        await Eventually.HoldsAsync(() => Find("a")?.Token is not null, "the token is there");
        _keeper.Want([Request("a")]);

        Assert.Equal((1, 1), (_endpoint.Asked.Count, Volatile.Read(ref _changes)));
    }

    [Fact]
    public async Task Want_BeforeATokenEnds_ItIsRenewed()
    {
        _keeper.Want([Request("a")]);
        await Eventually.HoldsAsync(() => Find("a")?.Token is not null, "the token is there");
        var end = Find("a")!.ExpiresAt!.Value;

        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Single(_endpoint.Asked);
        // In small steps: a slow machine must not pass the token's end between the moment of its renewal and the request.
        await Eventually.HoldsAsync(() => Passed(TimeSpan.FromSeconds(5)) && _endpoint.Asked.Count == 2, "it is renewed");

        Assert.True(_time.GetUtcNow() < end, "the renewal came before the end");
    }

    [Fact]
    public async Task Want_RenewalIsRefused_TheTokenStaysUntilItsEnd()
    {
        _keeper.Want([Request("a")]);
        await Eventually.HoldsAsync(() => Find("a")?.Token is not null, "the token is there");
        _endpoint.Answer = (400, """{"error":"invalid_grant"}""");

        _time.Advance(TimeSpan.FromMinutes(30));

        // In small steps: a slow machine must not pass the token's end between the renewal and its refusal.
        await Eventually.HoldsAsync(() => Passed(TimeSpan.FromSeconds(_endpoint.Asked.Count > 1 ? 1 : 5)) && Find("a")!.Error == "invalid_grant", "the renewal is refused");
        Assert.NotNull(Find("a")!.Token);
        await Eventually.HoldsAsync(() => Passed(TimeSpan.FromMinutes(2)) && Find("a")!.Token is null, "the token has ended");
        _endpoint.Answer = (200, """{"access_token":"fresh","expires_in":3600}""");

        await Eventually.HoldsAsync(() => Passed(TimeSpan.FromMinutes(2)) && Find("a")!.Token?.Reveal() == "fresh", "another one is there");
    }

    [Fact]
    public async Task Want_NoLonger_TheTokenIsForgotten()
    {
        _keeper.Want([Request("a"), Request("b")]);
        await Eventually.HoldsAsync(() => Find("a")?.Token is not null && Find("b")?.Token is not null, "both are there");

        _keeper.Want([Request("b"), Request("c")]);

        await Eventually.HoldsAsync(() => Find("c")?.Token is not null, "the new one is there");
        Assert.Null(Find("a"));
    }

    [Fact]
    public async Task Want_TheSecretAloneIsAnother_ItsTokenHoldsUntilTheNewOneIsThere()
    {
        _keeper.Want([Request("a")]);
        await Eventually.HoldsAsync(() => Find("a")?.Token is not null, "the token is there");
        _endpoint.Answer = (200, """{"access_token":"of-the-new-secret","expires_in":3600}""");
        var rotated = Request("a") with { Key = Request("a").Key with { SecretResourceVersion = "2" } };

        Assert.True(_keeper.Want([rotated]));
        Assert.NotNull(_keeper.Current.Find(rotated.Key)?.Token);

        await Eventually.HoldsAsync(() => _keeper.Current.Find(rotated.Key)!.Token!.Reveal() == "of-the-new-secret", "the new one is there");
        Assert.Null(Find("a"));
    }

    [Fact]
    public async Task Want_OfAToolServerAndACredentialOfOneName_AreTwoTokens()
    {
        var server = Request("a") with { Key = Request("a").Key with { Kind = "McpServer" } };

        _keeper.Want([Request("a"), server]);

        await Eventually.HoldsAsync(() => Find("a")?.Token is not null && _keeper.Current.Find(server.Key)?.Token is not null, "both are there");
        Assert.Equal(2, _endpoint.Asked.Count);
    }

    [Fact]
    public async Task Want_EndpointRefuses_TheLogNamesWhoseTokenItIsAndNoSecret()
    {
        _endpoint.Answer = (400, """{"error":"invalid_client","error_description":"secret"}""");

        _keeper.Want([Request("a") with { Key = Request("a").Key with { Kind = "McpServer" } }]);

        await Eventually.HoldsAsync(() => !_log.Lines.IsEmpty, "the refusal is logged");
        Assert.Equal($"No token for McpServer team/a from {_endpoint.Url.Host}: invalid_client", _log.Lines.First());
    }

    private bool Passed(TimeSpan time)
    {
        _time.Advance(time);
        return true;
    }

    private ExchangedToken? Find(string name) => _keeper.Current.Find(Request(name).Key);

    private TokenRequest Request(string name) => new()
    {
        Key = new() { Kind = "ProviderCredential", Credential = $"team/{name}", SecretUid = "u", SecretResourceVersion = "1", Url = _endpoint.Url.AbsoluteUri, Parameters = "p" },
        Url = _endpoint.Url,
        AllowedHosts = [$"http://{_endpoint.Url.Authority}"],
        Application = new() { ClientId = "app", ClientSecret = new("secret"), Scope = "s" },
    };
}
