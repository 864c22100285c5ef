using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Rig;

namespace AiGateway.Operator.Tests.Publish;

public sealed class SlowSidecarTests
{
    [Fact]
    public async Task Stream_SidecarThatNeverReads_StallsNobodyAndIsGivenUp()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["slow"] = Given.Token("slow");
        host.Tokens["quick"] = Given.Token("quick");
        host.Publish(Given.Bundle("slow", Large(0)), Given.Bundle("quick", Given.Rules("0")));
        using var slow = await host.Open("slow").HelloAsync();
        using var quick = await host.Open("quick").HelloAsync();

        for (var turn = 0; turn < 20; turn++)
        {
            var bundle = await quick.HearBundleAsync();
            Assert.Equal([$"{turn}"], BundleJson.ReadRules(BundleJson.RawRules(bundle)).Agent.Policies[0].AllowModels);
            host.Publish(Given.Bundle("slow", Large(turn + 1)), Given.Bundle("quick", Given.Rules($"{turn + 1}")));
        }

        await Eventually.HoldsAsync(() => Passed(host) && host.Sidecars.Find("uid-slow")?.Gone is not null, "the slow one is given up");
        Assert.Null(host.Sidecars.Find("uid-quick")!.Gone);
    }

    [Fact]
    public async Task Stream_SidecarBusyWithOneBundle_GetsTheNewestNextAndSkipsThoseBetween()
    {
        await using var host = await StreamHost.StartAsync();
        host.Tokens["a"] = Given.Token("a");
        host.Publish(Given.Bundle("a", Large(0)));
        using var sidecar = await host.Open("a").HelloAsync();
        await Eventually.HoldsAsync(() => host.Sidecars.Streams == 1, "the stream is known");
        for (var turn = 1; turn <= 50; turn++) host.Publish(Given.Bundle("a", Large(turn)));

        var heard = 0;
        string last;
        do
        {
            last = BundleJson.ReadRules(BundleJson.RawRules(await sidecar.HearBundleAsync())).Agent.Policies[0].AllowModels[0];
            heard++;
        }
        while (!last.StartsWith("50-", StringComparison.Ordinal));

        Assert.InRange(heard, 1, 5);
    }

    /// <summary>More than the windows of a stream that nobody reads.</summary>
    private static SharedRules Large(int turn) => Given.Rules($"{turn}-{new string('x', 3 * 1024 * 1024)}");

    private static bool Passed(StreamHost host)
    {
        host.Time.Advance(LineWriter.Patience);
        return true;
    }
}
