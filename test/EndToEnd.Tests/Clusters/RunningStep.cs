using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A step that runs beside the test; its lines are read as they come.</summary>
internal sealed class RunningStep(Process process) : IAsyncDisposable
{
    /// <summary>The next line, or null at the end.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        using var bound = new CancellationTokenSource(Until.Bound);
        return await process.StandardOutput.ReadLineAsync(bound.Token) is { } line ? JsonNode.Parse(line) : null;
    }

    /// <summary>Ends a step that was attended; the lines that were not read yet.</summary>
    public Task<IReadOnlyList<JsonNode>> EndAsync()
    {
        process.StandardInput.Close();
        return ToEndAsync();
    }

    /// <summary>All the lines up to the end.</summary>
    public async Task<IReadOnlyList<JsonNode>> ToEndAsync()
    {
        using var bound = new CancellationTokenSource(Until.Bound);
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
