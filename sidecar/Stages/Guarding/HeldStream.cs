using System.Buffers;
using System.IO.Pipelines;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Guards;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// Stands where the agent's connection is, so that whoever passes an answer on passes it here: kept, with its frames as they came, or, where nothing has to wait, kept beside and passed.
/// Bounded by <see cref="TextGuard.MaxHeld"/> and the byte budget: what is more ends an answer that must be judged, and lets go of one that may pass without.
/// </summary>
/// <param name="pool">Lends the memory.</param>
/// <param name="agent">The agent's own connection.</param>
/// <param name="holds">Whether nothing passes before it is released.</param>
/// <param name="maySpill">Whether it passes without having been judged where it is too long.</param>
internal sealed class HeldStream(BlockPool pool, IHttpResponseBodyFeature agent, bool holds, bool maySpill) : PipeWriter, IHttpResponseBodyFeature, IDisposable
{
    private bool _holds = holds;
    private readonly Body _kept = new(pool, isAnswer: true);
    private readonly PooledBytes _room = new();

    /// <summary>What was kept.</summary>
    public ReadOnlySequence<byte> Bytes => _kept.Bytes;

    /// <summary>Whether nothing of it has passed.</summary>
    public bool Holds => _holds;

    /// <summary>Whether there was more than is kept.</summary>
    public bool IsTooLong { get; private set; }

    public PipeWriter Writer => this;

    public Stream Stream => AsStream();

    public override Memory<byte> GetMemory(int sizeHint = 0) => _room.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _room.GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        var written = _room.GetSpan()[..bytes];
        if (!_holds) agent.Writer.Write(written);
        var before = _kept.Length;
        if (IsTooLong || (before + bytes <= TextGuard.MaxHeld && _kept.TryAppend(written))) return;
        IsTooLong = true;
        if (_holds && maySpill) Spill(written[(int)(_kept.Length - before)..]);
    }

    /// <exception cref="IOException">The answer is longer than may be held.</exception>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (!_holds) return agent.Writer.FlushAsync(cancellationToken);
        return IsTooLong ? throw new IOException("an answer is longer than may be held back") : default;
    }

    /// <summary>Lets all of it go to the agent.</summary>
    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!_holds) return;
        Spill([]);
        await agent.Writer.FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _room.Dispose();
    }

    public override void CancelPendingFlush() => agent.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
    }

    public Task CompleteAsync() => Task.CompletedTask;

    public void DisableBuffering()
    {
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private void Spill(ReadOnlySpan<byte> more)
    {
        _holds = false;
        foreach (var part in _kept.Bytes) agent.Writer.Write(part.Span);
        agent.Writer.Write(more);
    }
}
