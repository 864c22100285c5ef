using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A step that runs beside the test; its lines are read as they come.</summary>
internal sealed class RunningStep(Process process) : IAsyncDisposable
{
    /// <summary>The next line, or null at the end.</summary>
    public async Task<JsonNode?> NextAsync(TimeSpan limit)
    {
        using var bound = new CancellationTokenSource(limit);
        return await process.StandardOutput.ReadLineAsync(bound.Token) is { } line ? JsonNode.Parse(line) : null;
    }

    /// <summary>All the lines up to the end.</summary>
    public async Task<IReadOnlyList<JsonNode>> ToEndAsync(TimeSpan limit)
    {
        using var bound = new CancellationTokenSource(limit);
        var lines = new List<JsonNode>();
        while (await process.StandardOutput.ReadLineAsync(bound.Token) is { } line) lines.Add(JsonNode.Parse(line)!);
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
