using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Suggestions;

namespace AiGateway.Operator.Tests.Suggestions;

public sealed class SuggesterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Suggest_OnePolicyOfItsOwn_KeepsExactlyWhatWasUsed()
    {
        var policy = Policy(new()
        {
            PodSelector = new(),
            Models = new() { Allow = ["gpt-*", "claude-*"], Deny = ["gpt-3*"] },
            Mcp = [new() { Server = "github", Tools = new() { Allow = ["*"], Deny = ["delete_*"], When = "arguments.repository.startsWith(\"acme/\")" } }, new() { Server = "jira", Tools = new() { Allow = ["read_*"] } }],
            Egress = new() { Mode = EgressMode.Redirected, Allow = ["*.pypi.org", "10.0.0.0/8:*"], Deny = ["evil.example"] },
        });

        var spec = Suggester.Suggest(Input(
            policy, Used(UsedKind.Model, "gpt-5-mini"), Used(UsedKind.Tool, "github/get_issue"), Used(UsedKind.Outside, "files.pypi.org:443"), Used(UsedKind.Outside, "10.1.2.3:5432"))).After.Spec;

        Assert.Equal(["gpt-5-mini"], spec.Models!.Allow);
        Assert.Equal(["gpt-3*"], spec.Models.Deny);
        var github = Assert.Single(spec.Mcp);
        Assert.Equal(["get_issue"], github.Tools!.Allow);
        Assert.Equal(["delete_*"], github.Tools.Deny);
        Assert.Equal("arguments.repository.startsWith(\"acme/\")", github.Tools.When);
        Assert.Equal(["10.1.2.3:5432", "files.pypi.org:443"], spec.Egress!.Allow);
        Assert.Equal((EgressMode.Redirected, "evil.example"), (spec.Egress.Mode, Assert.Single(spec.Egress.Deny)));
    }

    [Fact]
    public void Suggest_EntryForEveryServer_BecomesOneForEachThatWasUsed()
    {
        var policy = Policy(new() { PodSelector = new(), Mcp = [new() { Server = "*", Tools = new() { Allow = ["read_*"], Deny = ["drop_*"], AuditArguments = "Values" } }] });

        var entries = Suggester.Suggest(Input(policy, Used(UsedKind.Tool, "b/read_x"), Used(UsedKind.Tool, "a/read_y"))).After.Spec.Mcp;

        Assert.Equal(["a: read_y", "b: read_x", "*: "], entries.Select(entry => $"{entry.Server}: {string.Join(' ', entry.Tools!.Allow)}"));
        Assert.All(entries, entry => Assert.Equal(["drop_*"], entry.Tools!.Deny));
        Assert.All(entries.Take(2), entry => Assert.Equal("Values", entry.Tools!.AuditArguments));
    }

    [Fact]
    public void Suggest_AuditingPolicy_AllowsWhatPassedAndEnforces()
    {
        var suggestion = Suggester.Suggest(Input(Policy(new() { PodSelector = new(), Mode = PolicyMode.Audit }), Used(UsedKind.Model, "m"), Used(UsedKind.Tool, "s/t"), Used(UsedKind.Resource, "s file:///a b")));

        Assert.Equal(PolicyMode.Enforce, suggestion.After.Spec.Mode);
        Assert.Equal(["m"], suggestion.After.Spec.Models!.Allow);
        Assert.Equal(["t"], Assert.Single(suggestion.After.Spec.Mcp).Tools!.Allow);
        Assert.Equal(["file:///a b"], suggestion.After.Spec.Mcp[0].Resources!.Allow);
        Assert.Contains("only audits now", Assert.Single(suggestion.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_DeniedThings_AreToldAndAllowedOnlyOnDemand()
    {
        var policy = Policy(new() { PodSelector = new(), Models = new() { Allow = ["a"], Deny = ["secret-*"] } });
        var input = Input(policy, Used(UsedKind.Model, "a"), Denied(UsedKind.Model, "b"), Denied(UsedKind.Model, "secret-1"));

        var told = Suggester.Suggest(input);
        var allowed = Suggester.Suggest(input with { AllowDenied = true });

        Assert.Equal(["a"], told.After.Spec.Models!.Allow);
        Assert.Equal(["b", "secret-1"], told.Denied.Select(thing => thing.Name));
        Assert.Equal(["a", "b"], allowed.After.Spec.Models!.Allow);
        Assert.Equal(["secret-1"], allowed.Denied.Select(thing => thing.Name));
    }

    [Fact]
    public void Suggest_BeforeTheWindow_DoesNotCount()
    {
        var policy = Policy(new() { PodSelector = new(), Models = new() { Allow = ["*"] } });

        var after = Suggester.Suggest(Input(policy, Used(UsedKind.Model, "new"), Used(UsedKind.Model, "old") with { At = Now.AddDays(-8) })).After;

        Assert.Equal(["new"], after.Spec.Models!.Allow);
    }

    [Fact]
    public void Suggest_PolicyThatOthersShare_MakesANewOneAndSaysWhy()
    {
        var policy = Policy(new() { PodSelector = new(), Models = new() { Allow = ["*"] }, Guardrails = ["house"] });
        var input = Input(policy, Used(UsedKind.Model, "m")) with { Shared = ["shop"], Pods = new() { MatchLabels = ImmutableDictionary<string, string>.Empty.Add("app", "web") } };

        var suggestion = Suggester.Suggest(input);

        Assert.Null(suggestion.Before);
        Assert.Equal(("deployment-web", "web"), (suggestion.After.Metadata.Name, suggestion.After.Spec.PodSelector.MatchLabels["app"]));
        Assert.Equal(["house"], suggestion.After.Spec.Guardrails);
        Assert.Contains("AgentPolicy shop selects this agent too, and others", Assert.Single(suggestion.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_NothingUsed_SaysWhatToDo() =>
        Assert.Contains("used nothing in this window", Assert.Throws<SuggestionException>(() => Suggester.Suggest(Input(Policy(new() { PodSelector = new() })))).Message, StringComparison.Ordinal);

    [Fact]
    public void Suggest_NameThatNoRuleCanMean_IsLeftOutAndTold()
    {
        var suggestion = Suggester.Suggest(Input(Policy(new() { PodSelector = new() }), Used(UsedKind.Model, "m"), Used(UsedKind.Tool, "s/do_*"), Used(UsedKind.Outside, "bad host:1")));

        Assert.Empty(suggestion.After.Spec.Mcp);
        Assert.Contains(suggestion.Notes, note => note.Contains("'s/do_*' is left out", StringComparison.Ordinal));
        Assert.Contains(suggestion.Notes, note => note.Contains("The place 'bad host:1' cannot be allowed", StringComparison.Ordinal));
    }

    [Fact]
    public void Suggest_Endpoint_KeepsItsAccount()
    {
        var policy = Policy(new() { PodSelector = new(), Endpoints = new() { Allow = [new() { Name = "files", Credential = "openai" }, new() { Name = "batches", Credential = "openai" }] } });

        var suggestion = Suggester.Suggest(Input(policy, Used(UsedKind.Endpoint, "files"), Used(UsedKind.Endpoint, "evals")));

        Assert.Equal("files", Assert.Single(suggestion.After.Spec.Endpoints!.Allow).Name);
        Assert.Contains("The endpoint 'evals' was asked for", Assert.Single(suggestion.Notes), StringComparison.Ordinal);
    }

    /// <summary>Whatever a policy said: of the names that were used each is allowed after, and no other name of the same kind.</summary>
    [Fact]
    public void Suggest_Twice_ChangesNothingMore()
    {
        var policy = Policy(new()
        {
            PodSelector = new(),
            Models = new() { Allow = ["*"] },
            Mcp = [new() { Server = "*", Tools = new() { Allow = ["*"] }, Resources = new() { Allow = ["file:*"] } }, new() { Server = "a", Prompts = new() { Allow = ["p"] } }],
        });
        var input = Input(policy, Used(UsedKind.Model, "m"), Used(UsedKind.Tool, "a/x"), Used(UsedKind.Tool, "b/y"), Used(UsedKind.Resource, "b file:z"), Used(UsedKind.Prompt, "a/p"));

        var once = Suggester.Suggest(input).After;
        var twice = Suggester.Suggest(input with { Policies = [once] }).After;

        Assert.Equal(SuggestionText.Manifest(once).ToJsonString(), SuggestionText.Manifest(twice).ToJsonString());
    }

    private static SuggestionInput Input(AgentPolicy policy, params UsedThing[] things) =>
        new() { Namespace = "team", Agent = "deployment-web", Policies = [policy], Things = [.. things], Since = Now.AddDays(-7) };

    private static AgentPolicy Policy(AgentPolicySpec spec) => new() { Metadata = new() { Namespace = "team", Name = "shop", Uid = "u" }, Spec = spec };

    private static UsedThing Used(UsedKind kind, string name) => new() { Kind = kind, Name = name, Used = 2, At = Now };

    private static UsedThing Denied(UsedKind kind, string name) => new() { Kind = kind, Name = name, Denied = 3, At = Now };
}
