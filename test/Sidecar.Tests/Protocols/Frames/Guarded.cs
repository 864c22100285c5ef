using System.IO.Pipelines;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>A stream that was guarded, as the agent reads it.</summary>
internal static class Guarded
{
    public static GuardSession SessionOf(GuardAction action, params string[] words) => new(new([LiteralCheck.Of(action, [GuardPlace.Output, GuardPlace.ToolArguments], words)]));

    /// <summary>All bytes that leave for these, in whatever pieces they come; null where a check denies.</summary>
    public static byte[]? Run(ScriptedDialect dialect, GuardSession session, byte[] stream, params int[] sizes)
    {
        using var guard = FrameGuard.Of(session, dialect.Format, dialect.IsBinary)!;
        var filters = new EventFilters(dialect.Splitter(), [guard.OnFrame]);
        using var held = new Body(Chunks.Pool());
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        foreach (var chunk in Chunks.Of(stream, sizes.Length == 0 ? [stream.Length] : sizes))
        {
            Assert.True(held.TryAppend(chunk.Span));
            if (filters.Pass(held, writer).Cut) return null;
        }

        filters.PassRest(held, writer);
        if (!guard.Finish(out var rest)) return null;
        writer.WriteAsync(rest).AsTask().Wait();
        writer.Complete();
        return output.ToArray();
    }
}
