using System.Buffers;

namespace AiGateway.Sidecar.Guards.Json;

/// <summary>Guards a text as what it is after its beginning has already left as something else: what has left must be what would have left.</summary>
/// <param name="guard">Of the whole text, from its beginning on.</param>
/// <param name="left">What has left.</param>
internal sealed class PlainFallback(TextGuard guard, string left) : PieceGuard
{
    private readonly CharBuffer _safe = new();
    private int _agreed;

    public override int Held => guard.Held;

    public override int Kept => guard.Kept + left.Length;

    public override void StopRecording() => guard.StopRecording();

    public override bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released) => guard.Take(piece, _safe) && Agree(released);

    public override bool Finish(IBufferWriter<char> released) => guard.Finish(_safe) && Agree(released);

    public override void Dispose()
    {
        guard.Dispose();
        _safe.Dispose();
    }

    private bool Agree(IBufferWriter<char> released)
    {
        var safe = _safe.Written;
        var again = Math.Min(left.Length - _agreed, safe.Length);
        if (!safe[..again].SequenceEqual(left.AsSpan(_agreed, again))) return !guard.Deny("NOT_JSON");
        _agreed += again;
        released.Write(safe[again..]);
        _safe.Clear();
        return true;
    }
}
