using System.Buffers;
using System.Runtime.CompilerServices;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Whether an answer that passes by in pieces has more of a model's own than a few bytes, by the members in which the dialects carry what it wrote: texts, and calls of tools, whose arguments some write as an object. Keeps a
/// name of at most 20 bytes and looks no further once it knows. A mutable struct: it lives in a field of its owner.
/// </summary>
internal struct TextScanner
{
    /// <summary>Text, in bytes, that may have come without a token: a blank, a line's end.</summary>
    public const int Few = 16;

    private static readonly SearchValues<byte> s_marks = SearchValues.Create("\":{}[],"u8);

    private Name _name;
    private int _nameLength;
    private long _text;
    private int _callDepth;
    private bool _inString;
    private bool _escaped;
    private bool _isValue;
    private bool _isText;

    public readonly bool HasText => _text > Few;

    /// <summary>Another JSON text begins.</summary>
    public void Reset()
    {
        _inString = _escaped = _isValue = _isText = false;
        _nameLength = _callDepth = 0;
    }

    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !HasText) bytes = bytes[(_inString ? ScanString(bytes) : ScanMarks(bytes))..];
    }

    private int ScanMarks(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(s_marks);
        var count = at < 0 ? bytes.Length : at + 1;
        if (_callDepth > 0) _text += count;
        if (at < 0) return count;
        if (bytes[at] != '"')
        {
            if (bytes[at] is (byte)'{' or (byte)'[') Open();
            else if (bytes[at] is (byte)'}' or (byte)']' && _callDepth > 0) _callDepth--;
            _isValue = bytes[at] == ':';
            return count;
        }

        (_inString, _isText) = (true, _isValue && _nameLength <= Name.Length && IsText(_name[.._nameLength]));
        if (!_isValue) _nameLength = 0;
        return count;
    }

    private void Open()
    {
        if (_callDepth > 0 || (_isValue && _nameLength <= Name.Length && IsCall(_name[.._nameLength]))) _callDepth++;
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
        if (_isText || _callDepth > 0) _text += bytes.Length;
        if (_isValue) return;
        if (_nameLength + bytes.Length <= Name.Length) bytes.CopyTo(_name[_nameLength..]);
        _nameLength = Math.Min(_nameLength + bytes.Length, Name.Length + 1); // A longer one equals none.
    }

    private static bool IsText(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content"u8) || name.SequenceEqual("text"u8) || name.SequenceEqual("delta"u8) || name.SequenceEqual("arguments"u8) || name.SequenceEqual("partial_json"u8)
        || name.SequenceEqual("thinking"u8) || name.SequenceEqual("reasoning"u8) || name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("refusal"u8)
        || name.SequenceEqual("input"u8) || name.SequenceEqual("tool_plan"u8);

    /// <summary>Objects and lists of which all is the model's.</summary>
    private static bool IsCall(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("tool_calls"u8) || name.SequenceEqual("arguments"u8) || name.SequenceEqual("input"u8) || name.SequenceEqual("toolUse"u8)
        || name.SequenceEqual("functionCall"u8) || name.SequenceEqual("args"u8) || name.SequenceEqual("executableCode"u8);

    [InlineArray(Length)]
    private struct Name
    {
        public const int Length = 20;

        private byte _first;
    }
}
