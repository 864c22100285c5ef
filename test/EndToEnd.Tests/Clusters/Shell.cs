using System.Collections.Immutable;
using System.Diagnostics;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>Runs programs to their end, within a bound.</summary>
internal sealed record Shell(string Program, ImmutableArray<string> Arguments)
{
    public string? Input { get; init; }

    /// <summary>Gets the time after which it is ended: above what kubectl waits for by itself.</summary>
    public TimeSpan Limit { get; init; } = Until.Bound + TimeSpan.FromMinutes(1);

    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets every line of both streams as it comes.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Fails where the program does, with what it wrote.</summary>
    public async Task<string> RunAsync()
    {
        var result = await TryAsync();
        Assert.True(result.Succeeded, $"{Program} {string.Join(' ', Arguments)} ended with {result.ExitCode}:\n{result.All}");
        return result.Output;
    }

    public async Task<ShellResult> TryAsync()
    {
        using var process = Start();
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        if (Input is not null) await process.StandardInput.WriteAsync(Input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new(-1, "", $"not over after {Limit.TotalSeconds:F0} seconds");
        }
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and leaves it to the caller.</summary>
    public Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            OnLine?.Invoke(line);
        }
        return string.Join('\n', lines);
    }
}
