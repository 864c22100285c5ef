using System.Buffers;
using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Json;

/// <summary>
/// Guards JSON that comes in pieces, cut at any character, as the arguments of a tool call do: each string, name and number is a text of its own. What is not masked leaves as it came;
/// a number that is masked becomes a string, and a name that would be masked denies. A text that turns out to be no JSON is guarded as the plain text that it is, from its first
/// character on: where something of it has already left that would have been masked, it is denied.
/// </summary>
internal sealed class JsonPieceGuard(ImmutableArray<TextCheck> checks, GuardSession session, GuardPlace place) : PieceGuard
{
    /// <summary>How much of a text is kept, in characters, for the case that it is no JSON; a longer one that is none is denied.</summary>
    public const int MaxKept = 256 * 1024;

    /// <summary>Numbers and words are shorter.</summary>
    private const int MaxBare = 1024;

    private readonly CharBuffer _raw = new();
    private readonly CharBuffer _decoded = new();
    private readonly CharBuffer _safe = new();
    private JsonShape _shape;
    private Token _token;
    private TextGuard? _guard;
    private PlainFallback? _plain;
    private int _read;
    private int _out;
    private bool _isCut;
    private bool _isMasked;
    private bool _hasMasked;

    private enum Token
    {
        None,
        Text,
        Name,
        Bare,
    }

    private enum Outcome
    {
        Go,
        Wait,
        Malformed,
        Denied,
    }

    public override int Held => _plain?.Held ?? _raw.Length - _out;

    public override int Kept => _raw.Length + (_guard?.Kept ?? 0) + (_plain?.Kept ?? 0);

    public override void StopRecording()
    {
        _guard?.StopRecording();
        _plain?.StopRecording();
    }

    public override bool Take(ReadOnlySpan<char> piece, IBufferWriter<char> released)
    {
        if (_plain is not null) return _plain.Take(piece, released);
        _raw.Write(piece);
        return Read(isLast: false, released);
    }

    public override bool Finish(IBufferWriter<char> released)
    {
        if (_plain is null && !Read(isLast: true, released)) return false;
        if (_plain is not null) return _plain.Finish(released);
        if (_guard is not null && !EndText(released)) return false;
        _read = _raw.Length;
        Copy(released);
        return true;
    }

    public override void Dispose()
    {
        _guard?.Dispose();
        _plain?.Dispose();
        _raw.Dispose();
        _decoded.Dispose();
        _safe.Dispose();
    }

    private bool Read(bool isLast, IBufferWriter<char> released)
    {
        var outcome = Outcome.Go;
        while (outcome == Outcome.Go && (_read < _raw.Length || (isLast && _token == Token.Bare)))
        {
            outcome = _token switch
            {
                Token.None => ReadMark(released),
                Token.Bare => ReadBare(isLast, released),
                _ => ReadText(released),
            };
        }

        if (outcome == Outcome.Denied) return false;
        if (outcome == Outcome.Malformed) return GoPlain(released);
        if (_token == Token.None) Copy(released);
        if (_out > MaxKept) Forget();
        return true;
    }

    private Outcome ReadMark(IBufferWriter<char> released)
    {
        var mark = _raw.Written[_read];
        if (mark is '"' && (_shape.TakesValue || _shape.TakesName))
        {
            _token = _shape.TakesName ? Token.Name : Token.Text;
            _guard = new(checks, session, place) { MasksDeny = _token == Token.Name };
            _read++;
            Copy(released);
            return Outcome.Go;
        }

        if (_shape.TakesValue && (mark == '-' || char.IsAsciiLetterOrDigit(mark)))
        {
            Copy(released);
            _token = Token.Bare;
            return Outcome.Go;
        }

        if (mark is not (' ' or '\t' or '\r' or '\n') && !_shape.TryPass(mark)) return Outcome.Malformed;
        _read++;
        return Outcome.Go;
    }

    /// <summary>Reads on in a string, to its end or as far as it has come; half an escape waits.</summary>
    private Outcome ReadText(IBufferWriter<char> released)
    {
        var outcome = Decode();
        if (outcome == Outcome.Malformed) return outcome;
        if (!_guard!.Take(_decoded.Written, _safe)) return Outcome.Denied;
        EmitText(released);
        if (outcome == Outcome.Wait) return outcome;
        if (!EndText(released)) return Outcome.Denied;
        if (_token == Token.Name) _shape.PassName();
        else _shape.PassValue();
        _token = Token.None;
        _read++;
        return Outcome.Go;
    }

    /// <summary>Decodes up to the closing quote, where the reader then stands.</summary>
    private Outcome Decode()
    {
        _decoded.Clear();
        while (true)
        {
            var rest = _raw.Written[_read..];
            var stop = rest.IndexOfAny('"', '\\');
            _decoded.Write(stop < 0 ? rest : rest[..stop]);
            _read += stop < 0 ? rest.Length : stop;
            if (stop < 0) return Outcome.Wait;
            if (rest[stop] == '"') return Outcome.Go;
            var unit = JsonUnit.Read(rest[stop..]);
            if (unit.Length == 0) return unit.IsBroken ? Outcome.Malformed : Outcome.Wait;
            _decoded.Write([unit.Character]);
            _read += unit.Length;
        }
    }

    private bool EndText(IBufferWriter<char> released)
    {
        if (!_guard!.Finish(_safe)) return false;
        EmitText(released);
        if (_out != _read) _hasMasked = true;
        (_out, _isMasked) = (_read, false);
        _guard.Dispose();
        _guard = null;
        return true;
    }

    /// <summary>Writes what was released of a string: as it came, as long as it is what came.</summary>
    private void EmitText(IBufferWriter<char> released)
    {
        var text = _safe.Written;
        while (!_isMasked && !text.IsEmpty)
        {
            var came = _raw.Written[_out.._read];
            var same = text.CommonPrefixLength(came);
            var escape = came[..same].IndexOf('\\');
            if (escape >= 0) same = escape;
            var unit = JsonUnit.Read(came[same..]);
            var length = same < text.Length && unit.Length > 0 && unit.Character == text[same] ? unit.Length : 0;
            released.Write(came[..(same + length)]);
            _out += same + length;
            text = text[(same + (length > 0 ? 1 : 0))..];
            if (same + length > 0 || text.IsEmpty) continue;
            _isMasked = _hasMasked = true;
        }

        JsonStrings.Escape(text, released);
        _safe.Clear();
    }

    /// <summary>Reads a number or a word, which ends where something else begins.</summary>
    private Outcome ReadBare(bool isLast, IBufferWriter<char> released)
    {
        var end = _raw.Written[_read..].IndexOfAny(JsonUnit.Ends);
        _read = end < 0 ? _raw.Length : _read + end;
        var bare = _raw.Written[_out.._read];
        if (bare.Length > MaxBare) return Outcome.Malformed;
        if (end < 0 && !isLast) return Outcome.Wait;
        if (char.IsAsciiLetter(bare[0]))
        {
            if (bare is not ("true" or "false" or "null") && end >= 0) return Outcome.Malformed;
        }
        else if (bare.ContainsAnyExcept(JsonUnit.OfNumber))
        {
            return Outcome.Malformed;
        }

        if (!EmitBare(bare, released)) return Outcome.Denied;
        _shape.PassValue();
        _token = Token.None;
        return Outcome.Go;
    }

    private bool EmitBare(ReadOnlySpan<char> bare, IBufferWriter<char> released)
    {
        using var guard = new TextGuard(checks, session, place);
        if (!guard.Take(bare, _safe) || !guard.Finish(_safe)) return false;
        if (_safe.Written.SequenceEqual(bare))
        {
            Copy(released);
        }
        else
        {
            _hasMasked = true;
            released.Write("\"");
            JsonStrings.Escape(_safe.Written, released);
            released.Write("\"");
            _out = _read;
        }

        _safe.Clear();
        return true;
    }

    private bool GoPlain(IBufferWriter<char> released)
    {
        _guard?.Dispose();
        _guard = null;
        if ((_hasMasked || _isCut || _shape.IsTooDeep) && session.DenyUnread(checks, place, "NOT_JSON")) return false;
        _plain = new(new(checks, session, place), _isCut ? "" : _raw.Written[.._out].ToString());
        return _plain.Take(_isCut ? _raw.Written[_out..] : _raw.Written, released);
    }

    private void Copy(IBufferWriter<char> released)
    {
        released.Write(_raw.Written[_out.._read]);
        _out = _read;
    }

    /// <summary>The text has become too long to be kept whole: only what is still held is.</summary>
    private void Forget()
    {
        _isCut = true;
        _raw.Drop(_out);
        (_read, _out) = (_read - _out, 0);
    }
}
