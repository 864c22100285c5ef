using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests.Intercepted;

/// <summary>One pod for all tests that leave it as it is; skipped where the machine cannot have one.</summary>
public sealed class SharedPod : IAsyncLifetime
{
    private InterceptedPod? _pod;

    internal InterceptedPod Pod
    {
        get
        {
            Assert.SkipWhen(Obstacle is not null, $"SKIPPED: {Obstacle}, so no unmodified client was tried in a redirected pod.");
            return _pod!;
        }
    }

    private static string? Obstacle => NetworkNamespace.Missing ?? (NodeModules.CanInstall ? Closed : "node and npm are not installed");

    /// <summary>The agent's user has no rights, and reads the clients where they are.</summary>
    private static string? Closed
    {
        get
        {
            for (var folder = new DirectoryInfo(Checkout.Root); folder is not null; folder = folder.Parent)
            {
                if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return $"{folder.FullName} is closed to other users";
            }

            return null;
        }
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (Obstacle is not null) return;
        await NodeClient.InstallAsync();
        _pod = await InterceptedPod.StartAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_pod is not null) await _pod.DisposeAsync();
    }
}
