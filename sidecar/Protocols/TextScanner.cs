using System.Buffers;
using System.Runtime.CompilerServices;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Whether an answer that passes by in pieces has more text than a few bytes, by the members in which the dialects carry what a model wrote. Keeps a name of at most 20 bytes and looks no further once it knows. A mutable
/// struct: it lives in a field of its owner.
/// </summary>
internal struct TextScanner
{
    /// <summary>Text, in bytes, that may have come without a token: a blank, a line's end.</summary>
    public const int Few = 16;

    private static readonly SearchValues<byte> s_marks = SearchValues.Create("\":{}[],"u8);

    private Name _name;
    private int _nameLength;
    private long _text;
    private bool _inString;
    private bool _escaped;
    private bool _isValue;
    private bool _isText;

    public readonly bool HasText => _text > Few;

    /// <summary>Another JSON text begins.</summary>
    public void Reset()
    {
        _inString = _escaped = _isValue = _isText = false;
        _nameLength = 0;
    }

    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !HasText) bytes = bytes[(_inString ? ScanString(bytes) : ScanMarks(bytes))..];
    }

    private int ScanMarks(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(s_marks);
        if (at < 0) return bytes.Length;
        if (bytes[at] != '"')
        {
            _isValue = bytes[at] == ':';
            return at + 1;
        }

        (_inString, _isText) = (true, _isValue && IsText(_name[..Math.Min(_nameLength, Name.Length)]) && _nameLength <= Name.Length);
        if (!_isValue) _nameLength = 0;
        return at + 1;
    }

    private int ScanString(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            Take(bytes[..1]);
            return 1;
        }

        var end = bytes.IndexOfAny((byte)'"', (byte)'\\');
        Take(end < 0 ? bytes : bytes[..end]);
        if (end < 0) return bytes.Length;
        _escaped = bytes[end] == '\\';
        if (!_escaped) (_inString, _isText) = (false, false);
        return end + 1;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_isText) _text += bytes.Length;
        if (_isValue) return;
        if (_nameLength + bytes.Length <= Name.Length) bytes.CopyTo(_name[_nameLength..]);
        _nameLength = Math.Min(_nameLength + bytes.Length, Name.Length + 1); // A longer one equals none.
    }

    private static bool IsText(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content"u8) || name.SequenceEqual("text"u8) || name.SequenceEqual("delta"u8) || name.SequenceEqual("arguments"u8) || name.SequenceEqual("partial_json"u8)
        || name.SequenceEqual("thinking"u8) || name.SequenceEqual("reasoning"u8) || name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("refusal"u8);

    [InlineArray(Length)]
    private struct Name
    {
        public const int Length = 20;

        private byte _first;
    }
}
