using System.Diagnostics;

namespace AiGateway.OperatorBench;

/// <summary>The operator in a process of its own, which ends with this one: its input closes then.</summary>
internal sealed class OperatorProcess : IDisposable
{
    private OperatorProcess(Process process) => Process = process;

    public Process Process { get; }

    /// <summary>Where it listens for streams.</summary>
    public Uri Streams { get; private set; } = null!;

    /// <summary>Starts this program as the operator of a bench, and waits until it says that it is ready: until then it may have no certificate, and turns streams away.</summary>
    public static async Task<OperatorProcess> StartAsync(string bench, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), bench, "operator"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var started = new OperatorProcess(Process.Start(start)!);
        try
        {
            var addresses = (await started.ReadLineAsync(cancellationToken)).Split(' ');
            started.Streams = Local(addresses[0]);
            await ReadyAsync(new Uri(Local(addresses[2]), "/readyz"), cancellationToken);
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>The next line that it says.</summary>
    public async Task<string> ReadLineAsync(CancellationToken cancellationToken) =>
        await Process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("the operator ended");

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.Dispose();
    }

    private static string[] Self() => Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(OperatorProcess).Assembly.Location] : [];

    private static Uri Local(string address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    private static async Task ReadyAsync(Uri ready, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        while (true)
        {
            using var answer = await http.GetAsync(ready, cancellationToken);
            if (answer.IsSuccessStatusCode) return;
            await Task.Delay(100, cancellationToken);
        }
    }
}
