using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Hosting;

/// <summary>Leases over the stream of a whole sidecar.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task Sidecar_WithABudget_AsksAheadSpendsAndGivesTheRestBackWhenItStops()
    {
        await using var house = await HostHouse.StartAsync(drain: TimeSpan.FromSeconds(30));
        var (stream, _) = await house.Operator.GreetAsync();
        await stream.SendAsync(GivenBundle.With(rules => rules with { Budgets = [GivenLimits.Leased(LimitUnit.Requests, 5000)] }));

        var asked = (await stream.ReadAsync(EnvelopeTypes.Slices)).Slices!; // Before the bundle's answer or behind it.
        Assert.Equal(("shop/Requests", LimitScope.Budget, 10), (asked.Slices[0].Limit, asked.Slices[0].Scope, asked.Slices[0].Wanted));
        await stream.SendAsync(Line(Grant(asked, 10)));
        await Eventually.HoldsAsync(() => IsServedAsync(house), "a call is let through");
        var stopping = house.App.StopAsync();

        SliceState last;
        do last = (await stream.ReadAsync(EnvelopeTypes.Slices)).Slices!.Slices[0];
        while (last.Final != true);
        stream.Close();
        await stopping;

        Assert.Equal((10, 0, 0), (last.Used + last.Returned, last.Reserved, last.Wanted));
        Assert.True(last.Used >= 1);
    }

    /// <summary>The provider cannot be reached, which is told by another status than a limit's.</summary>
    private static async Task<bool> IsServedAsync(HostHouse house)
    {
        using var body = new StringContent("""{"model":"fast","messages":[]}""", Encoding.UTF8, "application/json");
        using var answer = await house.Client.PostAsync(new Uri(house.Api, "/openai/v1/chat/completions"), body);
        return (int)answer.StatusCode != 429;
    }

    private static Envelope Grant(SliceWord asked, long granted) => new()
    {
        Type = EnvelopeTypes.Grants,
        Grants = new() { Epoch = asked.Epoch, Heard = asked.Sequence, Grants = [new() { Limit = asked.Slices[0].Limit, Scope = asked.Slices[0].Scope, Granted = granted }] },
    };

    private static byte[] Line(Envelope envelope) => [.. BundleJson.WriteLine(envelope), (byte)'\n'];
}
