using System.Net;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Checks by a call in a bundle: what is refused, and what is built of the rest.</summary>
public sealed class CalleeCheckTests : IDisposable
{
    private readonly TestAuthority _authority = new("agents");

    public static TheoryData<string, Func<CheckRule, CheckRule>> Bad => new()
    {
        { "settings of webhook", rule => rule with { Webhook = null } },
        { "not an absolute http or https URL", rule => rule with { Webhook = rule.Webhook! with { Account = rule.Webhook.Account with { BaseUrl = "nowhere" } } } },
        { "the key is not opened for", rule => rule with { Webhook = rule.Webhook! with { Account = rule.Webhook.Account with { AllowedHosts = ["other.example"] } } } },
        { "timeout must be 1 to 60000", rule => rule with { Webhook = rule.Webhook! with { TimeoutMilliseconds = 0 } } },
        { "maxBytes must be 1 to 1048576", rule => rule with { Webhook = rule.Webhook! with { MaxBytes = 2_000_000 } } },
        { "the client certificate or its key cannot be read", rule => rule with { Webhook = rule.Webhook! with { ClientCertificate = new("-----BEGIN CERTIFICATE-----\nsk-secret") } } },
        { "unknown timing", rule => rule with { Webhook = rule.Webhook! with { Timing = (CallTiming)7 } } },
        { "there is no provider team/other", _ => GivenCalled.Moderation(settings => settings with { Provider = "team/other" }) },
        { "thresholdPercent must be 1 to 100", _ => GivenCalled.Moderation(settings => settings with { Provider = "team/openai", ThresholdPercent = 101 }) },
        { "is not Amazon Bedrock", _ => Bedrock(settings => settings with { Provider = "team/openai" }) },
        { "neither an id nor an ARN", _ => Bedrock(settings => settings with { GuardrailId = "../x" }) },
        { "neither a number nor DRAFT", _ => Bedrock(settings => settings with { Version = "0" }) },
        { "the prompt must have", _ => Judge(settings => settings with { Prompt = "" }) },
        { "the model is empty", _ => Judge(settings => settings with { Model = "" }) },
        { "there is no provider team/other", _ => Judge(settings => settings with { Route = GivenBundle.Route(route => route with { Targets = [new() { Provider = "team/other" }] }) }) },
        { "thresholdPercent must be 1 to 100", _ => GivenCalled.Grounds(0) },
    };

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Bad))]
    public void Build_BadSettings_IsRefusedWithoutQuotingASecret(string reason, Func<CheckRule, CheckRule> vary)
    {
        var outcome = Build(vary(GivenCalled.Webhook()));

        Assert.Null(outcome.Snapshot);
        Assert.Contains(reason, string.Join('\n', outcome.Reasons), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", string.Join('\n', outcome.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_EveryType_HasACallee()
    {
        var outcome = Build(GivenCalled.Webhook(), GivenCalled.Moderation(settings => settings with { Provider = "team/openai" }), Bedrock(settings => settings), Judge(settings => settings), GivenCalled.Grounds());

        Assert.Empty(outcome.Reasons);
        var called = outcome.Snapshot!.Routes.Find("fast")!.Guards.Called;
        Assert.Equal(["https://api.openai.com/v1", "https://api.openai.com/v1", "https://bedrock.example/"],
            called.Select(check => (check.Callee as GuardCallee)?.Account?.BaseUrl.AbsoluteUri).OfType<string>());
        Assert.Equal(2, called.Count(check => check.Callee is GuardCallee { Judges.Targets.Length: 1, Account: null }));
    }

    [Fact]
    public void Build_TargetsWithConditions_JudgeNothing()
    {
        var outcome = Build(Judge(settings => settings with
        {
            Route = GivenBundle.Route(route => route with
            {
                Targets = [new() { Provider = "team/openai", When = "request.stream" }, new() { Provider = "team/openai", Weight = 0 }, new() { Provider = "team/openai", Model = "last" }],
            }),
        }));

        Assert.Equal("last", Assert.Single(((GuardCallee)outcome.Snapshot!.Routes.Find("fast")!.Guards.Called.Single().Callee!).Judges!.Targets).Model);
    }

    [Fact]
    public void Build_ClientCertificate_IsRead()
    {
        using var own = _authority.Issue("agent");
        var pem = new SecretText(own.ExportCertificatePem() + "\n" + own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n" + _authority.Pem);

        Assert.Empty(Build(GivenCalled.Webhook(settings => settings with { ClientCertificate = pem })).Reasons);
        Assert.Contains("over https alone", string.Join('\n', Build(GivenCalled.Webhook(settings => settings with
        {
            ClientCertificate = pem,
            Account = settings.Account with { BaseUrl = "http://api.openai.com/v1", AllowedHosts = ["http://api.openai.com"] },
        })).Reasons), StringComparison.Ordinal);
    }

    private static CheckRule Judge(Func<JudgeSettings, JudgeSettings> vary)
    {
        var rule = GivenCalled.Judge();
        return rule with { LlmJudge = vary(rule.LlmJudge!) };
    }

    private static CheckRule Bedrock(Func<BedrockGuardrailSettings, BedrockGuardrailSettings> vary)
    {
        var rule = GivenCalled.Bedrock();
        return rule with { BedrockGuardrail = vary(rule.BedrockGuardrail! with { Provider = "team/bedrock" }) };
    }

    private static BuildOutcome Build(params CheckRule[] checks) =>
        new SnapshotBuilder(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([]))).Build(GivenBundle.With(rules => rules with
        {
            Providers =
            [
                GivenBundle.Provider(),
                GivenBundle.Provider(provider => provider with
                {
                    Provider = "team/bedrock", Dialect = Dialects.Bedrock, BaseUrl = "https://bedrock.example", AllowedHosts = ["bedrock.example"],
                    Aws = new() { Region = "eu-central-1", AccessKeyId = "AKIA" },
                }),
            ],
            Guardrails = [new() { Guardrail = "team/outside", Checks = [.. checks] }],
            Agent = new() { Policies = [rules.Agent.Policies[0] with { Guardrails = ["team/outside"] }] },
        }));
}
