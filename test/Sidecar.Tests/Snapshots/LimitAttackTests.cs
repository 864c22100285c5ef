using System.Net;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Another spelling of a name is no way around a limit that names it: many servers do not tell cases apart.</summary>
public sealed class LimitAttackTests
{
    [Fact]
    public void Covers_NamesInAnotherCase()
    {
        var model = new Limit(GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { Models = ["gpt-4o", "o3*"] }), audits: false);
        var tool = new Limit(GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { Tools = ["git/push"] }), audits: false);

        Assert.True(model.CoversModel("GPT-4o"));
        Assert.True(model.CoversModel("O3-mini"));
        Assert.False(model.CoversModel("gpt-4"));
        Assert.True(tool.CoversTool("Git/PUSH"));
        Assert.False(tool.CoversTool("git/pull"));
    }

    [Fact]
    public async Task Model_SpelledInManyCases_HasOneCount()
    {
        await using var upstream = await Upstream.OfJsonAsync(GivenLimits.Answer(3, 4));
        await using var house = await SidecarHouse.OpenAsync(new Snapshot
        {
            Agent = Given.Agent,
            Revision = "r1",
            Sources = [],
            Rules = new([Given.Policy("base", "*")]),
            Routes = new([Given.Route(["*"], Given.Target(upstream.BaseUrl))]),
            Limits = GivenLimits.Plan(GivenLimits.Rule(LimitUnit.Requests, 1, rule => rule with { By = LimitBy.Model })),
        });

        using var first = await house.ChatAsync("""{"model":"gpt-4o","messages":[]}""");
        using var second = await house.ChatAsync("""{"model":"GPT-4o","messages":[]}""");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
    }
}
