using System.Buffers;

namespace AiGateway.Sidecar.Guards;

/// <summary>
/// Guards one text that comes in pieces: releases what is certain and holds the rest back. What is released depends on the text alone; the whole text is the case of one piece.
/// </summary>
internal abstract class PieceGuard : IDisposable
{
    /// <summary>How many characters are held back.</summary>
    public abstract int Held { get; }

    /// <summary>How many characters are kept, what has gone on and is still looked at included.</summary>
    public virtual int Kept => Held;

    /// <summary>There is no room left: what only records lets go of what it has not decided.</summary>
    public virtual void StopRecording()
    {
    }

    /// <summary>Takes the next piece and writes what may go on; false where a check denies, and the session says which.</summary>
    public abstract bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released);

    /// <summary>The text has ended: writes the rest; false where a check denies.</summary>
    public abstract bool Finish(IBufferWriter<char> released);

    public abstract void Dispose();
}
