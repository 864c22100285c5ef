using System.Diagnostics;
using System.Text.Json;
using AiGateway.FleetOperator;
using AiGateway.Rig;

namespace AiGateway.OperatorBench.Fleet;

/// <summary>The fleet's operator in a process of its own, which ends with this one: its input closes then.</summary>
internal sealed class FleetProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Process _process = Process.Start(new ProcessStartInfo(Checkout.FleetOperator)
    {
        RedirectStandardOutput = true, RedirectStandardInput = true,
    })!;

    /// <summary>Where it takes streams, once it is ready.</summary>
    public async Task<Uri> StreamsAsync(CancellationToken cancellationToken) => new UriBuilder(await ReadLineAsync(cancellationToken)) { Host = "localhost" }.Uri;

    /// <summary>What it found, at the end.</summary>
    public async Task<FleetResult> ResultAsync(CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize(await ReadLineAsync(cancellationToken), FleetJson.Default.FleetResult)!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(s_patience)) _process.Kill();
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("the operator ended");
}
