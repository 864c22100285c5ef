using System.Buffers;
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
    public static byte[]? Run(ScriptedDialect dialect, GuardSession session, byte[] stream, params int[] sizes) => TryRun(dialect, session, stream, sizes, out var left) ? left : null;

    /// <summary>The bytes that leave; false where a check denies, and no more of them do.</summary>
    public static bool TryRun(ScriptedDialect dialect, GuardSession session, byte[] stream, int[] sizes, out byte[] left)
    {
        using var guard = FrameGuard.Of(session, dialect.Format, dialect.IsBinary)!;
        var filters = new EventFilters(dialect.Splitter(), [guard.OnFrame]);
        using var held = new Body(Chunks.Pool());
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output, new(leaveOpen: true));
        var passes = true;
        foreach (var chunk in Chunks.Of(stream, sizes.Length == 0 ? [stream.Length] : sizes))
        {
            Assert.True(held.TryAppend(chunk.Span));
            passes = passes && !filters.Pass(held, writer).Cut;
        }

        if (passes) filters.PassRest(held, writer);
        passes = passes && guard.Finish(out var rest) && Write(writer, rest);
        writer.Complete();
        left = output.ToArray();
        return passes;
    }

    private static bool Write(PipeWriter writer, ReadOnlyMemory<byte> rest)
    {
        writer.Write(rest.Span);
        return true;
    }
}
