using AiGateway.Operator.Certificates;
using AiGateway.Operator.Tests.Publish;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Certificates;

public sealed class CertificateKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Look_TwoReplicasWriteAtOnce_EndsWithOneAuthority()
    {
        var store = new RacingStore();
        var (first, second) = (new CertificateHolder(), new CertificateHolder());
        var keepers = new[] { Keeper(store, first), Keeper(store, second) };

        await Task.WhenAll(keepers.Select(keeper => keeper.LookAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(2, store.Reads);
        Assert.Equal(1, store.Written);
        Assert.Equal(first.Current!.RootsPem, second.Current!.RootsPem);
    }

    [Fact]
    public async Task Look_NotTheLeader_WaitsForTheLeadersCertificates()
    {
        var store = new FolderStore(_folder);
        var (leader, follower) = (new CertificateHolder(), new CertificateHolder());

        Assert.False(await Keeper(store, follower, leads: false).LookAsync(TestContext.Current.CancellationToken));
        Assert.True(await Keeper(store, leader).LookAsync(TestContext.Current.CancellationToken));
        Assert.True(await Keeper(store, follower, leads: false).LookAsync(TestContext.Current.CancellationToken));

        Assert.Equal(leader.Current!.Leaf, follower.Current!.Leaf);
    }

    [Fact]
    public async Task Look_LeafIsDue_BothReloadWithoutARestart()
    {
        var time = new ManualTime();
        var store = new FolderStore(_folder);
        var (leader, follower) = (new CertificateHolder(), new CertificateHolder());
        var (leads, follows) = (Keeper(store, leader, time: time), Keeper(store, follower, leads: false, time));
        await leads.LookAsync(TestContext.Current.CancellationToken);
        await follows.LookAsync(TestContext.Current.CancellationToken);
        var before = follower.Current!.Leaf;

        time.Advance(TimeSpan.FromDays(61));
        await leads.LookAsync(TestContext.Current.CancellationToken);
        await follows.LookAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(before, follower.Current!.Leaf);
        Assert.Equal(leader.Current!.Leaf, follower.Current!.Leaf);
    }

    [Fact]
    public async Task FolderStore_Files_KeepKeysToTheirOwnerAndShowRootsToAll()
    {
        await Keeper(new FolderStore(_folder), new CertificateHolder()).LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "certificates.json")));
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(Path.Combine(_folder, "ca.crt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderStore_FileIsGarbage_StartsAnew()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "certificates.json"), "{\"ca.crt\":", TestContext.Current.CancellationToken);
        var holder = new CertificateHolder();

        Assert.True(await Keeper(new FolderStore(_folder), holder).LookAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CertificateKeeper Keeper(ICertificateStore store, CertificateHolder holder, bool leads = true, TimeProvider? time = null) => new(
        store,
        holder,
        new CertificateOptions { Names = CertificateOptions.NamesIn("aigateway-system"), Leads = () => leads, Time = time ?? new ManualTime() },
        NullLogger<CertificateKeeper>.Instance);
}
