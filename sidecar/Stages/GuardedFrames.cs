using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Sidecar.Stages;

/// <summary>Lets a guard look at frames that this gateway has written itself, whole ones alone.</summary>
internal sealed class GuardedFrames(FrameGuard guard, FrameSplitter splitter)
{
    public FrameGuard Guard => guard;

    /// <summary>Writes what leaves of the frames; false where a guardrail denies.</summary>
    public bool Pass(ReadOnlyMemory<byte> frames, PipeWriter output, out long count)
    {
        count = 0;
        while (!frames.IsEmpty && splitter.TryFindEnd(new(frames), out var length, out _))
        {
            ReadOnlySequence<byte> frame = new(frames[..(int)length]);
            frames = frames[(int)length..];
            if (guard.OnFrame(ref frame) == FilterVerdict.Cut) return false;
            foreach (var part in frame) output.Write(part.Span);
            count += frame.Length;
        }

        return true;
    }
}
