using System.Net;
using System.Net.Sockets;
using AiGateway.Rig;
using AiGateway.Sidecar.Egress;

namespace AiGateway.Sidecar.Tests.Egress;

public sealed class NameLookupsTests
{
    [Fact]
    public async Task FindAsync_NamesWhoseServersAreSilent_KeepSoManyThreadsAndNoneOfThePool()
    {
        using var answer = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var (begun, pooled) = (0, 0);
        var lookups = new NameLookups(_ =>
        {
            if (Thread.CurrentThread.IsThreadPoolThread) Interlocked.Increment(ref pooled);
            Interlocked.Increment(ref begun);
            answer.Wait();
            return [IPAddress.IPv6Loopback];
        });

        List<Task> silent = [.. Enumerable.Range(0, 3 * NameLookups.Most).Select(n => lookups.FindAsync($"{n}.evil.example", gone.Token))];
        await Eventually.HoldsAsync(() => Volatile.Read(ref begun) == NameLookups.Most, "as many as may are looked up");
        await gone.CancelAsync();
        foreach (var lookup in silent) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lookup);
        var honest = lookups.FindAsync("honest.example", TestContext.Current.CancellationToken);
        Assert.False(honest.IsCompleted);
        Assert.Equal(NameLookups.Most, Volatile.Read(ref begun));

        answer.Set();
        Assert.Equal([IPAddress.IPv6Loopback], await honest.WithinBoundAsync());
        Assert.Equal(0, pooled);
    }

    [Fact]
    public async Task FindAsync_NamesThatFail_GiveTheirPlacesBack()
    {
        var lookups = new NameLookups(name => name == "honest.example" ? [IPAddress.Loopback] : throw new SocketException((int)SocketError.HostNotFound));

        for (var n = 0; n < 2 * NameLookups.Most; n++) await Assert.ThrowsAsync<SocketException>(() => lookups.FindAsync($"{n}.evil.example", CancellationToken.None).WithinBoundAsync());

        Assert.Equal([IPAddress.Loopback], await lookups.FindAsync("honest.example", CancellationToken.None).WithinBoundAsync());
    }

    [Fact]
    public async Task FindAsync_OneAfterTheOther_SharesThreads()
    {
        HashSet<Thread> threads = [];
        var lookups = new NameLookups(_ =>
        {
            lock (threads) threads.Add(Thread.CurrentThread);
            return [IPAddress.Loopback];
        });

        for (var n = 0; n < 200; n++) await lookups.FindAsync($"{n}.example", TestContext.Current.CancellationToken);

        Assert.InRange(threads.Count, 1, NameLookups.Most);
    }

    [Fact]
    public async Task FindAsync_ManyAtOnce_AreAllFound()
    {
        var lookups = new NameLookups(name => [IPAddress.Parse($"192.0.2.{name}")]);

        var found = await Task.WhenAll(Enumerable.Range(0, 2000).Select(n => lookups.FindAsync($"{n % 256}", TestContext.Current.CancellationToken))).WithinBoundAsync();

        Assert.Equal(Enumerable.Range(0, 2000).Select(n => $"192.0.2.{n % 256}"), found.Select(addresses => addresses[0].ToString()));
    }
}
