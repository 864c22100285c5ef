using AiGateway.Operator.Reconcile;

namespace AiGateway.Operator.Tests.Reconcile;

public sealed class OperatorOptionsTests
{
    [Fact]
    public void Read_NothingSet_TakesTheDefaultsOfACluster()
    {
        var options = Read();

        Assert.Equal((8443, 9443, 8080, true), (options.StreamPort, options.WebhookPort, options.HealthPort, options.InCluster));
    }

    [Fact]
    public void Read_ManyBadSettings_NamesEachOfThem()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read(("FOLDER", "/no/such/folder"), ("STREAM_PORT", "x"), ("HEALTH_PORT", "65536"), ("POD_IP", "here")));

        Assert.All(
            ["AIGATEWAY_FOLDER", "AIGATEWAY_STATE_DIR", "AIGATEWAY_STREAM_PORT", "AIGATEWAY_HEALTH_PORT", "POD_IP"],
            name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, "Report", 6)]
    [InlineData("Restart", "600", "Restart", 600)]
    [InlineData("Report", "1", "Report", 1)]
    public void Read_Watchdog_IsAskedToRestartInAsManyWords(string? mode, string? perMinute, string expected, int restarts)
    {
        var options = Read(("WATCHDOG", mode!), ("WATCHDOG_RESTARTS_PER_MINUTE", perMinute!));

        Assert.Equal((expected, restarts), (options.Watchdog.ToString(), options.RestartsPerMinute));
    }

    [Theory]
    [InlineData("WATCHDOG", "restart")]
    [InlineData("WATCHDOG", "1")]
    [InlineData("WATCHDOG", "Off")]
    [InlineData("WATCHDOG_RESTARTS_PER_MINUTE", "0")]
    [InlineData("WATCHDOG_RESTARTS_PER_MINUTE", "601")]
    [InlineData("WATCHDOG_RESTARTS_PER_MINUTE", "-1")]
    [InlineData("WATCHDOG_RESTARTS_PER_MINUTE", "many")]
    public void Read_WatchdogOfNoSuchKind_IsRefused(string name, string value) =>
        Assert.Contains("AIGATEWAY_" + name, Assert.Throws<InvalidOperationException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("operator-1_10.0.0.7", "https://10.0.0.7:8443/")]
    [InlineData("operator-1_fd00::7", "https://[fd00::7]:8443/")]
    [InlineData("operator-1_10.0.0.7:9000", "https://10.0.0.7:9000/")]
    [InlineData("operator-1_[fd00::7]:9000", "https://[fd00::7]:9000/")]
    [InlineData("operator-1_10.0.0.7:0", null)]
    [InlineData("operator-1_10.0.0.7:99999", null)]
    [InlineData("operator-0_127.0.0.1", null)]
    [InlineData("somebody", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Leader_IdentityInTheLease_IsItsAddress(string? identity, string? expected) =>
        Assert.Equal(expected, LeaderSeat.AddressOf(identity, Read(("POD_NAME", "operator-0")))?.AbsoluteUri);

    [Theory]
    [InlineData("8443", "operator-0_127.0.0.1")]
    [InlineData("9000", "operator-0_127.0.0.1:9000")]
    public void Leader_Identity_NamesThePortWhereItIsNotTheUsualOne(string port, string expected) =>
        Assert.Equal(expected, LeaderSeat.IdentityOf(Read(("POD_NAME", "operator-0"), ("STREAM_PORT", port))));

    [Theory]
    [InlineData("2")]
    [InlineData("121")]
    [InlineData("soon")]
    public void Read_LeaseOfNoSuchLength_IsRefused(string seconds) =>
        Assert.Contains("AIGATEWAY_LEASE_SECONDS", Assert.Throws<InvalidOperationException>(() => Read(("LEASE_SECONDS", seconds))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Lease_IsFifteenSecondsUnlessSaid() =>
        Assert.Equal((15, 6), (Read().LeaseSeconds, Read(("LEASE_SECONDS", "6")).LeaseSeconds));

    private static OperatorOptions Read(params (string Name, string Value)[] settings) =>
        new OperatorOptionsReader(name => settings.FirstOrDefault(setting => setting.Name == name).Value).Read();
}
