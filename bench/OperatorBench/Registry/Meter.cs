using System.Diagnostics;

namespace AiGateway.OperatorBench.Registry;

/// <summary>Watches the operator's process from outside.</summary>
internal sealed class Meter(Process operatorProcess)
{
    public double HighestMb { get; private set; }

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

    /// <summary>Looks some times a second until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            HighestMb = Math.Max(HighestMb, MemoryMb);
            await Task.Delay(250, cancellationToken);
        }
    }
}
