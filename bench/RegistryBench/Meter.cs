using System.Diagnostics;
using System.Globalization;
using System.Text;
using AiGateway.ControlPlane;

namespace AiGateway.RegistryBench;

/// <summary>Watches from outside: the API server's own count of requests that write Agents, and the operator's process.</summary>
internal sealed class Meter(LocalApiServer server, Process operatorProcess)
{
    private static readonly string[] s_verbs = ["APPLY", "PATCH", "POST", "PUT", "DELETE"];
    private readonly List<(long At, long Writes)> _samples = [];

    public double HighestMb { get; private set; }

    public long Writes => _samples.Count == 0 ? 0 : _samples[^1].Writes;

    public double MemoryMb
    {
        get
        {
            operatorProcess.Refresh();
            return operatorProcess.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    public double ProcessorSeconds
    {
        get
        {
            operatorProcess.Refresh();
            return operatorProcess.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Samples until it is stopped, some times a second.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await SampleAsync(cancellationToken);
            await Task.Delay(250, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The most writes a second over any stretch of at least a second between two samples.</summary>
    public double MostASecond()
    {
        var most = 0.0;
        for (var (first, last) = (0, 0); last < _samples.Count; last++)
        {
            while (first < last && Stopwatch.GetElapsedTime(_samples[first + 1].At, _samples[last].At).TotalSeconds >= 1) first++;
            var seconds = Stopwatch.GetElapsedTime(_samples[first].At, _samples[last].At).TotalSeconds;
            if (seconds >= 1) most = Math.Max(most, (_samples[last].Writes - _samples[first].Writes) / seconds);
        }

        return most;
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        HighestMb = Math.Max(HighestMb, MemoryMb);
        var page = (await server.Transport.SendAsync(new() { Method = HttpMethod.Get, Path = "/metrics" }, cancellationToken)).BodyOrThrow();
        var at = Stopwatch.GetTimestamp();
        var writes = Encoding.UTF8.GetString(page).Split('\n')
            .Where(line => line.StartsWith("apiserver_request_total{", StringComparison.Ordinal) && line.Contains("resource=\"agents\"", StringComparison.Ordinal))
            .Where(line => Array.Exists(s_verbs, verb => line.Contains($"verb=\"{verb}\"", StringComparison.Ordinal)))
            .Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        _samples.Add((at, writes));
    }
}
