using AiGateway.Fakes;
using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>The real line with fake providers behind.</summary>
internal sealed class SidecarLine : IAsyncDisposable
{
    private RealLine? _line;

    private SidecarLine(FakeProvider primary, FakeProvider backup, FakeProvider every)
    {
        Primary = primary;
        Backup = backup;
        Every = every;
    }

    public FakeProvider Primary { get; }

    public FakeProvider Backup { get; }

    /// <summary>A provider of every kind, on one port; it remembers nothing.</summary>
    public FakeProvider Every { get; }

    /// <summary>What injection sets as OPENAI_BASE_URL.</summary>
    public string BaseUrl => $"{Root}/openai/v1";

    /// <summary>What stands before each dialect's path.</summary>
    public string Root => _line!.Root;

    /// <summary>The sidecar's audit lines.</summary>
    public IEnumerable<string> Audit => _line!.Audit;

    public static async Task<SidecarLine> StartAsync()
    {
        var line = new SidecarLine(await ProviderAsync(Manifests.PrimaryKey), await ProviderAsync(Manifests.BackupKey), await ProviderAsync(Manifests.PrimaryKey, 0));
        try
        {
            line._line = await RealLine.StartAsync(("sdk", "agent"), folder => Manifests.Write(folder, line));
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Replaces the policy whole, as an editor does.</summary>
    public void EditPolicy(string from, string to) => _line!.Edit("policy.yaml", from, to);

    public async ValueTask DisposeAsync()
    {
        if (_line is not null) await _line.DisposeAsync();
        await Primary.DisposeAsync();
        await Backup.DisposeAsync();
        await Every.DisposeAsync();
    }

    private static Task<FakeProvider> ProviderAsync(string key, int remember = 1000) => FakeProvider.StartAsync(new() { Keys = [key], Remember = remember });
}
