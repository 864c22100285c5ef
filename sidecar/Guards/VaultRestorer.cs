using System.Buffers;

namespace AiGateway.Sidecar.Guards;

/// <summary>
/// Turns the tokens of a call's <see cref="MaskVault"/> back into their values, in a text that comes in pieces: one for each text (a channel of a stream, a string of a body), behind
/// all output checks, which so see what the model wrote. It holds back only what may still become a token of this very call, from its bracket on, and never denies.
/// <para>
/// Only the exact token is turned back: one that a model translates, breaks up, writes without brackets or in other letters stays as it wrote it. What it writes are characters: in a
/// JSON string the caller escapes them as it does all others. Where a string holds JSON itself (arguments of a tool), it may run over that text as it is, since no value needs an escape.
/// </para>
/// </summary>
internal sealed class VaultRestorer : PieceGuard
{
    private readonly MaskVault _vault;
    private readonly char[] _held = new char[MaskVault.MaxToken];
    private int _length;
    private int _low;
    private int _high;

    /// <summary>Seals the vault: the answer has begun.</summary>
    public VaultRestorer(MaskVault vault)
    {
        vault.Seal();
        _vault = vault;
    }

    public override int Held => _length;

    public override bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        if (_vault.IsEmpty)
        {
            released.Write(piece);
            return true;
        }

        while (!piece.IsEmpty)
        {
            if (_length > 0) piece = Continue(piece, released);
            if (_length > 0 || piece.IsEmpty) continue;
            var open = piece.IndexOf('[');
            released.Write(open < 0 ? piece : piece[..open]);
            if (open < 0) return true;
            Open();
            piece = piece[(open + 1)..];
        }

        return true;
    }

    public override bool Finish(IBufferWriter<char> released)
    {
        released.Write(_held.AsSpan(0, _length));
        _length = 0;
        return true;
    }

    public override void Dispose() => _held.AsSpan().Clear();

    private void Open()
    {
        _held[0] = '[';
        (_length, _low, _high) = (1, 0, _vault.Tokens.Length);
    }

    /// <summary>Reads on as long as a token is possible; what remains of the piece is what was not read.</summary>
    private ReadOnlySpan<char> Continue(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        var tokens = _vault.Tokens;
        for (var at = 0; at < piece.Length; at++)
        {
            Narrow(tokens, piece[at]);
            if (_low == _high)
            {
                Finish(released);
                return piece[at..];
            }

            _held[_length++] = piece[at];
            if (piece[at] != ']') continue;
            released.Write(_vault.Values[tokens[_low]]);
            _length = 0;
            return piece[(at + 1)..];
        }

        return [];
    }

    /// <summary>Keeps those tokens, which stand in order, that go on with this character.</summary>
    private void Narrow(ReadOnlySpan<string> tokens, char next)
    {
        var high = _high;
        _low = FirstFrom(tokens, next);
        _high = high;
        _high = FirstFrom(tokens, next + 1);
    }

    private int FirstFrom(ReadOnlySpan<string> tokens, int next)
    {
        var (low, high) = (_low, _high);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle][_length] < next) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
