using System.Net;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

public class SnapshotBuilderTests
{
    private readonly SnapshotBuilder _builder = new(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([])));

    [Fact]
    public void Build_GoodBundle_MakesWhatACallReads()
    {
        var snapshot = _builder.Build(GivenBundle.With()).Snapshot;

        Assert.NotNull(snapshot);
        var target = Assert.Single(snapshot.Routes.Find("fast")!.Targets);
        Assert.Equal("\"gpt-5\"", Encoding.UTF8.GetString(target.ModelJson!));
        Assert.Equal("Bearer " + GivenBundle.Key, target.Provider.KeyValue.Reveal());
        Assert.Equal("https://api.openai.com/v1", target.Provider.BaseUrl.ToString());
        Assert.True(snapshot.Rules.Decide("fast").Allowed);
    }

    [Fact]
    public void Build_RouteWithoutATarget_KeepsTheReason()
    {
        var bundle = GivenBundle.With(rules => rules with { Routes = [GivenBundle.Route(route => route with { Targets = [], Unfit = "because" })] });

        Assert.Equal("because", _builder.Build(bundle).Snapshot!.Routes.Find("fast")!.Unfit);
    }

    [Fact]
    public void Build_ModelWithQuotes_IsSplicedAsAJsonString()
    {
        var bundle = GivenBundle.With(rules => rules with { Routes = [GivenBundle.Route(route => route with { Targets = [new TargetRule { Provider = "team/openai", Model = "a\"b" }] })] });

        var target = _builder.Build(bundle).Snapshot!.Routes.Find("fast")!.Targets[0];

        Assert.Equal("a\"b", System.Text.Json.JsonDocument.Parse(target.ModelJson!).RootElement.GetString());
    }

    [Fact]
    public void Build_Priorities_RankTargetsAndKeepTheOrderAmongEquals()
    {
        var bundle = GivenBundle.With(rules => rules with
        {
            Routes = [GivenBundle.Route(route => route with
            {
                Targets =
                [
                    new TargetRule { Provider = "team/openai", Model = "last", Priority = 2 },
                    new TargetRule { Provider = "team/openai", Model = "first", Priority = 1 },
                    new TargetRule { Provider = "team/openai", Model = "second", Priority = 1 },
                ],
            })],
        });

        var targets = _builder.Build(bundle).Snapshot!.Routes.Find("fast")!.Targets;

        Assert.Equal(["first", "second", "last"], targets.Select(target => target.Model!));
    }

    [Fact]
    public void Build_NewerProtocol_IsRefusedBeforeItsRulesAreRead()
    {
        var outcome = _builder.Build(GivenBundle.Raw("{\"rules\":\"of tomorrow\"}"u8.ToArray()) with { Protocol = Protocol.Version + 1 });

        Assert.Equal(NackReasons.ProtocolTooNew, outcome.NackReason);
        Assert.Null(outcome.Snapshot);
    }

    [Fact]
    public void Build_RevisionOfOtherBytes_IsRefused() =>
        AssertRefused(GivenBundle.With() with { Revision = new string('0', 64) }, "not the hash");

    [Fact]
    public void Build_UnknownMember_IsRefusedByName() =>
        AssertRefused(Text(text => text.Replace("\"routes\":", "\"quotas\":[],\"routes\":", StringComparison.Ordinal)), "quotas");

    [Fact]
    public void Build_RepeatedMember_IsRefused() =>
        AssertRefused(Text(text => text.Replace("\"routes\":", "\"routes\":[],\"routes\":", StringComparison.Ordinal)), "routes");

    [Fact]
    public void Build_MissingMember_IsRefusedByName() =>
        AssertRefused(Text(text => text.Replace("\"providers\":", "\"provider\":", StringComparison.Ordinal)), "provider");

    [Fact]
    public void Build_UnknownModeAsANumber_IsRefusedAndNotTakenForAudit() =>
        AssertRefused(Text(text => text.Replace("\"mode\":\"Enforce\"", "\"mode\":7", StringComparison.Ordinal)), "unknown mode");

    public static TheoryData<string, string> BadProviders => new()
    {
        { "url", "baseUrl is not an absolute" },
        { "ftp", "baseUrl is not an absolute" },
        { "user", "must not hold user information" },
        { "query", "must not hold user information" },
        { "host", "not opened for https://elsewhere.example" },
        { "plain", "not opened for http://api.openai.com" },
        { "metadata", "metadata service" },
        { "key", "key is empty or holds" },
        { "emptyKey", "key is empty or holds" },
        { "prefix", "keyPrefix" },
        { "header", "keyHeader" },
        { "pem", "caBundle" },
        { "brokenPem", "caBundle" },
        { "serverName", "serverName" },
        { "dialect", "unknown dialect" },
    };

    [Theory]
    [MemberData(nameof(BadProviders))]
    public void Build_BadProvider_NamesItAndNeverItsKey(string fault, string words)
    {
        var bundle = GivenBundle.With(rules => rules with { Providers = [GivenBundle.Provider(provider => Break(provider, fault))] });

        var outcome = AssertRefused(bundle, words);

        Assert.All(outcome.Reasons, reason => Assert.StartsWith("provider team/openai: ", reason, StringComparison.Ordinal));
        Assert.All(outcome.Reasons, reason => Assert.DoesNotContain("secret", reason, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Build_DanglingProvider_NamesRouteAndProvider() =>
        AssertRefused(GivenBundle.With(rules => rules with { Providers = [] }), "route team/fast: there is no provider team/openai");

    [Fact]
    public void Build_RouteTwice_IsRefused() =>
        AssertRefused(GivenBundle.With(rules => rules with { Routes = [GivenBundle.Route(), GivenBundle.Route(route => route with { Models = ["slow"] })] }), "route team/fast stands twice");

    [Fact]
    public void Build_ModelInTwoRoutes_NamesBoth() =>
        AssertRefused(GivenBundle.With(rules => rules with { Routes = [GivenBundle.Route(), GivenBundle.Route(route => route with { Route = "team/slow" })] }), "team/fast, team/slow");

    [Fact]
    public void Build_ModelWithControlCharacter_IsRefused() =>
        AssertRefused(GivenBundle.With(rules => rules with { Routes = [GivenBundle.Route(route => route with { Models = ["fa\nst"] })] }), "control character");

    [Fact]
    public void Build_SeveralFaults_AreAllTold()
    {
        var outcome = _builder.Build(GivenBundle.With(rules => rules with
        {
            Routes = [GivenBundle.Route(), GivenBundle.Route()],
            Providers = [GivenBundle.Provider(provider => provider with { BaseUrl = "x", KeyHeader = "" })],
        }));

        Assert.True(outcome.Reasons.Length >= 4, string.Join("; ", outcome.Reasons));
    }

    [Fact]
    public void Build_SameEndpointTwice_SharesTheConnection()
    {
        var first = _builder.Build(GivenBundle.With()).Snapshot!;
        var rotated = _builder.Build(GivenBundle.With(rules => rules with
        {
            Providers = [GivenBundle.Provider(provider => provider with { Key = new SecretText("sk-new") })],
        })).Snapshot!;

        Assert.Same(first.Routes.Find("fast")!.Targets[0].Provider.Http, rotated.Routes.Find("fast")!.Targets[0].Provider.Http);
    }

    private BuildOutcome AssertRefused(Bundle bundle, string words)
    {
        var outcome = _builder.Build(bundle);
        Assert.Null(outcome.Snapshot);
        Assert.Equal(NackReasons.Invalid, outcome.NackReason);
        Assert.Contains(outcome.Reasons, reason => reason.Contains(words, StringComparison.Ordinal));
        Assert.DoesNotContain(GivenBundle.Key, string.Join(' ', outcome.Reasons), StringComparison.Ordinal);
        return outcome;
    }

    private static Bundle Text(Func<string, string> vary)
    {
        var text = Encoding.UTF8.GetString(BundleJson.WriteRules(GivenBundle.Rules()));
        var varied = vary(text);
        Assert.NotEqual(text, varied);
        return GivenBundle.Raw(Encoding.UTF8.GetBytes(varied));
    }

    private static ProviderRef Break(ProviderRef provider, string fault) => fault switch
    {
        "url" => provider with { BaseUrl = "api.openai.com" },
        "ftp" => provider with { BaseUrl = "ftp://api.openai.com" },
        "user" => provider with { BaseUrl = "https://me:secret@api.openai.com/v1" },
        "query" => provider with { BaseUrl = "https://api.openai.com/v1?secret=1" },
        "host" => provider with { BaseUrl = "https://elsewhere.example/v1" },
        "plain" => provider with { BaseUrl = "http://api.openai.com/v1" },
        "metadata" => provider with { BaseUrl = "http://169.254.169.254/v1", AllowedHosts = ["http://169.254.169.254"] },
        "key" => provider with { Key = new SecretText("secret\r\nX-Injected: 1") },
        "emptyKey" => provider with { Key = new SecretText("") },
        "prefix" => provider with { KeyPrefix = "Bearer\n" },
        "header" => provider with { KeyHeader = "Autho rization" },
        "pem" => provider with { CaBundle = "no certificate" },
        "brokenPem" => provider with { CaBundle = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" },
        "serverName" => provider with { ServerName = "not a name" },
        _ => provider with { Dialect = "telegraph" },
    };
}
