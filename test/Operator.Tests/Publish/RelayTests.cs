using System.Net;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Publish;

public sealed class RelayTests : IDisposable
{
    private readonly string _tokenFile = Path.GetTempFileName();
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    [Fact]
    public async Task Relay_SidecarOnAnotherReplica_IsKnownToTheLeader()
    {
        await using var leader = await LeaderAsync();
        await using var follower = await StreamHost.StartAsync();
        follower.Tokens["a"] = Given.Token("a");
        follower.Publish(Given.Bundle("a"));
        using var sidecar = await follower.Open("a").HelloAsync();
        var bundle = await sidecar.HearBundleAsync();
        using var relay = await RelayAsync(follower, () => leader.Address);
        await Eventually.HoldsAsync(() => leader.Sidecars.Present().ContainsKey("uid-a"), "what was there is told");

        await sidecar.AckAsync(bundle);
        await sidecar.SayAsync(new Envelope { Type = EnvelopeTypes.Report, Report = new Report { Epoch = sidecar.Epoch, Sequence = 1, Calls = 7 } });

        await Eventually.HoldsAsync(() => leader.Sidecars.Present()["uid-a"] is { InForce: not null, Report.Calls: 7 }, "what changes is told");
        Assert.Equal(0, leader.Sidecars.Streams);
    }

    [Fact]
    public async Task Relay_ReplicaIsGone_ItsSidecarsLeaveAfterTheGrace()
    {
        await using var leader = await LeaderAsync();
        await using var follower = await StreamHost.StartAsync();
        follower.Tokens["a"] = Given.Token("a");
        follower.Publish(Given.Bundle("a"));
        using var sidecar = await follower.Open("a").HelloAsync();
        var relay = await RelayAsync(follower, () => leader.Address);
        await Eventually.HoldsAsync(() => leader.Sidecars.Present().ContainsKey("uid-a"), "the sidecar is known");

        await relay.StopAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => leader.Sidecars.Present()["uid-a"].Gone is not null, "the end of the relay is seen");
        leader.Time.Advance(SidecarBoard.Grace);

        Assert.Empty(leader.Sidecars.Present());
        relay.Dispose();
    }

    [Fact]
    public async Task Relay_LeaderChanges_TheNewOneIsToldEverything()
    {
        await using var first = await LeaderAsync();
        await using var second = await LeaderAsync();
        await using var follower = await StreamHost.StartAsync();
        follower.Tokens["a"] = Given.Token("a");
        var rules = Given.Rules();
        follower.Publish(Given.Bundle("a", rules));
        using var sidecar = await follower.Open("a").HelloAsync(Given.InForce(rules));
        var leader = first.Address;
        using var relay = await RelayAsync(follower, () => leader);
        await Eventually.HoldsAsync(() => first.Sidecars.Present().ContainsKey("uid-a"), "the first leader knows the sidecar");

        leader = second.Address;

        await Eventually.HoldsAsync(
            () => Passed(follower) && second.Sidecars.Present().TryGetValue("uid-a", out var state) && state.InForce is not null, "the second one does");
        await Eventually.HoldsAsync(() => first.Sidecars.Present()["uid-a"].Gone is not null, "the first one lost it");
    }

    [Theory]
    [InlineData("sidecar", true, HttpStatusCode.Forbidden)]
    [InlineData("nobody", true, HttpStatusCode.Unauthorized)]
    [InlineData("operator", false, HttpStatusCode.MisdirectedRequest)]
    public async Task Relay_NotTheOperatorOrNotTheLeader_IsRefused(string token, bool leads, HttpStatusCode expected)
    {
        await using var leader = await LeaderAsync();
        leader.Leads = leads;
        leader.Tokens["sidecar"] = Given.Token("a");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(leader.Address, Protocol.RelayPath))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new StringContent("{}\n"),
        };
        request.Headers.Authorization = new("Bearer", token);

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    public void Dispose()
    {
        _http.Dispose();
        File.Delete(_tokenFile);
    }

    private static async Task<StreamHost> LeaderAsync()
    {
        var leader = await StreamHost.StartAsync();
        leader.Tokens["operator"] = new() { Namespace = "aigateway-system", ServiceAccount = RelayOptions.OperatorServiceAccount, Pod = "operator-1", PodUid = "op" };
        return leader;
    }

    private async Task<ReportRelay> RelayAsync(StreamHost from, Func<Uri?> leader)
    {
        await File.WriteAllTextAsync(_tokenFile, "operator\n", TestContext.Current.CancellationToken);
        var options = new RelayOptions { Replica = "operator-1", Namespace = "aigateway-system", TokenFile = _tokenFile, Time = from.Time };
        var relay = new ReportRelay(from.Boards, leader, _http, options, NullLogger<ReportRelay>.Instance);
        await relay.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }

    private static bool Passed(StreamHost host)
    {
        host.Time.Advance(TimeSpan.FromSeconds(1));
        return true;
    }
}
