using System.Diagnostics;
using System.Globalization;
using AiGateway.Rig;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>A process of another user that holds one UDP socket and ends with this; root alone can start it.</summary>
internal sealed class OtherUsersSocket : IDisposable
{
    private const string Script = "use Socket; socket(S, PF_INET, SOCK_DGRAM, 0) or die; bind(S, sockaddr_in(0, INADDR_ANY)) or die; $| = 1; print qq(open\\n); <STDIN>;";

    private readonly Process _process;

    public OtherUsersSocket(uint user)
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(new ProcessStartInfo("setpriv", ["--reuid", id, "--regid", id, "--clear-groups", "perl", "-e", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
    }

    public async Task OpenedAsync() =>
        Assert.Equal("open", await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WithinBoundAsync());

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
