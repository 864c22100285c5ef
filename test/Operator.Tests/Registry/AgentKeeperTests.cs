using AiGateway.Contracts;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Tests.Registry;

public sealed class AgentKeeperTests
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_minute = TimeSpan.FromSeconds(61);

    private readonly RegistryGiven _given = new();

    [Fact]
    public async Task Keep_NewWorkload_MakesItsAgentAndSaysWhatItIs()
    {
        _given.Pod("shop-1", pod => pod with
        {
            Spec = pod.Spec with { ServiceAccountName = "buyer", Containers = [new() { Name = "agent", Image = "agent:1" }, new() { Name = Group.SidecarContainer, Image = "sidecar:1" }] },
            Status = pod.Status with { ContainerStatuses = [new() { Name = "agent", ImageId = "docker.io/agent@sha256:" + new string('a', 64) }, new() { Name = Group.SidecarContainer, ImageId = "sha256:local" }] },
        }).Begin("shop-1", EnforcementLevel.Redirected).Pod("shop-2").Report("shop-1", 7, denied: 2, nanos: 1_500_000_001).Used("shop-1", (UsedKind.Model, "fast", 5, 0), (UsedKind.Tool, "git/push", 0, 2));

        await _given.RunAsync(s_round);

        var (agent, status) = (_given.Agents["deployment-shop"], _given.Agents.StatusOf("deployment-shop"));
        Assert.Equal(("Deployment", "shop", "aigateway-operator"), (agent.Spec.Workload.Kind, agent.Spec.Workload.Name, agent.Metadata.Labels[Group.ManagedByLabel]));
        Assert.Equal(["team/policy"], status.Policies);
        Assert.Equal(["fast"], status.Allowed!.Models);
        Assert.Equal([("agent", "agent:1", "sha256:" + new string('a', 64)), (Group.SidecarContainer, "sidecar:1", null)], status.Images.Select(image => (image.Container, image.Image, image.Digest)));
        Assert.Equal((2, 1, 1, EnforcementLevel.Cooperative), (status.Pods!.Count, status.Pods.Redirected, status.Pods.Cooperative, status.Pods.Level));
        Assert.Equal((7, 2, 70, "1.500000001"), (status.Totals!.Calls, status.Totals.Denied, status.Totals.InputTokens, status.Totals.Cost));
        Assert.Equal([("fast", 5, 0), ("git/push", 0, 2)], status.Used.Select(use => (use.Name, use.Used, use.Denied)));
        Assert.NotNull(status.LastSeen);
        Assert.Null(status.Shadow);
    }

    [Fact]
    public async Task Keep_UsersAgent_IsHonouredWhateverItsName()
    {
        _given.Agents.Put("mine", new() { Workload = new() { Kind = "Deployment", Name = "shop" }, Suspended = true });

        await _given.Pod("shop-1").Report("shop-1", 3).RunAsync(s_round);

        Assert.Equal(["mine"], _given.Agents.Agents.Keys.Select(key => key.Name));
        Assert.Equal((3, true), (_given.Agents.StatusOf("mine").Totals!.Calls, _given.Agents["mine"].Spec.Suspended));
    }

    [Fact]
    public async Task Keep_NameThatIsTaken_IsNoHidingPlace()
    {
        _given.Agents.Put("deployment-shop", new() { Workload = new() { Kind = "Job", Name = "decoy" } });

        await _given.Pod("shop-1").RunAsync(s_round);

        var agent = Assert.Single(_given.Agents.Agents.Values, agent => agent.Spec.Workload.Name == "shop");
        Assert.StartsWith("deployment-shop-", agent.Metadata.Name, StringComparison.Ordinal);
        Assert.Equal("decoy", _given.Agents["deployment-shop"].Spec.Workload.Name);
    }

    [Fact]
    public async Task Keep_NothingChanged_WritesNothing()
    {
        await _given.Pod("shop-1").Report("shop-1", 3).RunAsync(s_minute);
        var writes = _given.Agents.Writes.Count;

        await _given.RunAsync(TimeSpan.FromHours(1));

        Assert.Equal(writes, _given.Agents.Writes.Count);
    }

    [Fact]
    public async Task Keep_ChangesAllTheTime_WritesOnceAMinute()
    {
        await _given.Pod("shop-1").RunAsync(s_minute);
        _given.Agents.Writes.Clear();

        for (var call = 1; call <= 600; call++) await _given.Report("shop-1", call).RunAsync(TimeSpan.FromSeconds(1));

        Assert.InRange(_given.Agents.Writes.Count, 5, 10);
        Assert.All(_given.Agents.Writes.Zip(_given.Agents.Writes.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Keep_HundredsOfAgentsThatAllChange_WritesTwentyASecondAtMost()
    {
        for (var index = 0; index < 300; index++) _given.Pod($"a{index}-1");
        await _given.RunAsync(TimeSpan.FromSeconds(60));
        for (var index = 0; index < 300; index++) _given.Report($"a{index}-1", 1);
        await _given.RunAsync(TimeSpan.FromSeconds(100));

        var writes = _given.Agents.Writes.Select(write => write.At).ToList();
        Assert.True(writes.Count >= 900, $"{writes.Count} writes");
        for (var first = 0; first + WritePace.PerSecond < writes.Count; first++) Assert.True(writes[first + WritePace.PerSecond] - writes[first] > TimeSpan.FromSeconds(1), $"21 writes in a second from {writes[first]:O}");
        Assert.All(_given.Agents.Agents.Values, agent => Assert.Equal(1, agent.Status!.Totals!.Calls));
    }

    [Fact]
    public async Task Keep_SevenDaysAfterTheLastPod_RemovesWhatItMade()
    {
        await _given.Pod("shop-1").RunAsync(s_minute);
        await _given.Gone("shop-1").RunAsync(s_minute);
        Assert.NotNull(_given.Agents.StatusOf("deployment-shop").PodlessSince);

        _given.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(1));
        await _given.RunAsync(s_minute);
        Assert.Single(_given.Agents.Agents);
        _given.Time.Advance(TimeSpan.FromHours(1));
        await _given.RunAsync(s_minute);

        Assert.Empty(_given.Agents.Agents);
    }

    [Fact]
    public async Task Keep_HeldOrUsers_StaysWithoutPods()
    {
        await _given.Pod("shop-1").Pod("work-1").Pod("chat-1").RunAsync(s_minute);
        _given.Agents.Delete("deployment-chat");
        _given.Agents.Put("mine", new() { Workload = new() { Kind = "Deployment", Name = "chat" } });
        _given.Agents.Put("deployment-work", new() { Workload = new() { Kind = "Deployment", Name = "work" }, Quarantine = Quarantine.NoTools });
        await _given.Gone("shop-1").Gone("work-1").Gone("chat-1").RunAsync(s_minute);

        _given.Time.Advance(TimeSpan.FromDays(8));
        await _given.RunAsync(s_minute);

        Assert.Equal(["deployment-work", "mine"], _given.Agents.Agents.Keys.Select(key => key.Name).Order());
    }

    [Fact]
    public async Task Keep_PodsCameBack_StaysAndCountsOn()
    {
        await _given.Pod("shop-1").Report("shop-1", 3).RunAsync(s_minute);
        await _given.Gone("shop-1").RunAsync(s_minute);
        _given.Time.Advance(TimeSpan.FromDays(6));

        await _given.Pod("shop-2").Report("shop-2", 4).RunAsync(TimeSpan.FromDays(2) / 1000);

        Assert.Equal((7, null), (_given.Agents.StatusOf("deployment-shop").Totals!.Calls, _given.Agents.StatusOf("deployment-shop").PodlessSince));
    }

    [Fact]
    public async Task Keep_DeletedByHand_IsMadeAgain()
    {
        await _given.Pod("shop-1").RunAsync(s_minute);
        _given.Agents.Delete("deployment-shop");

        await _given.RunAsync(s_minute);

        Assert.Equal(1, _given.Agents.StatusOf("deployment-shop").Pods!.Count);
    }

    [Fact]
    public async Task Keep_PodWithoutSidecarAndWithASign_IsListed()
    {
        _given.Pod("rogue-1", pod => pod with { Spec = new() { Containers = [new() { Name = "agent" }] }, Sign = new("KnownSetting", "OPENAI_API_KEY") });
        _given.Pod("plain-1", pod => pod with { Spec = new() { Containers = [new() { Name = "agent" }] } });

        await _given.RunAsync(s_round);

        Assert.Equal(["deployment-rogue"], _given.Agents.Agents.Keys.Select(key => key.Name));
        var status = _given.Agents.StatusOf("deployment-rogue");
        Assert.Equal(("KnownSetting", "OPENAI_API_KEY", EnforcementLevel.None), (status.Shadow!.Reason, status.Shadow.Message, status.Pods!.Level));
        Assert.Equal((1, 1), (_given.Figures.Agents, _given.Figures.Shadows));
    }

    [Theory]
    [InlineData("api.openai.com:443", "api.openai.com")]
    [InlineData("pypi.org:443", null)]
    [InlineData("10.1.2.3:443", null)]
    public async Task Keep_TunnelToAKnownHost_IsAShadow(string to, string? host)
    {
        await _given.Pod("shop-1").Used("shop-1", (UsedKind.Outside, to, 1, 0), (UsedKind.Outside, "api.anthropic.com:443", 0, 5)).RunAsync(s_round);

        Assert.Equal(host, _given.Agents.StatusOf("deployment-shop").Shadow?.Message);
    }
}
