using System.Collections.Concurrent;
using System.Diagnostics;

namespace AiGateway.Rig;

/// <summary>A program that was started here and is ended here; keeps the lines it wrote.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private ChildProcess(ProcessStartInfo info)
    {
        _process = new() { StartInfo = info };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IEnumerable<string> Output => _output;

    /// <summary>Both streams, for a failure's message.</summary>
    public string Told => string.Join('\n', _output.Concat(_errors).TakeLast(40));

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>How it ended.</summary>
    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Checkout.Root,
        };
        foreach (var (name, value) in environment) info.Environment[name] = value;
        return new(info);
    }

    /// <summary>Waits for the end; the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan bound)
    {
        using var late = new CancellationTokenSource(bound);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} did not end.\n{Told}");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }
}
