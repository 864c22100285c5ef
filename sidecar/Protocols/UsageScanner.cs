using System.Buffers;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds the <c>usage</c> of a JSON object that passes by in pieces, whether its <c>choices</c> are empty, and whether it is an error. Usage stands at the top in every dialect, or one
/// level down in the members by which some events carry the answer. A state machine over bytes in constant memory: it keeps the depth, a key of at most 16 bytes and a usage
/// of at most 2 KB, and never a whole text. Never changes what passes.
/// </summary>
internal sealed class UsageScanner
{
    private const int MaxKey = 16;
    private const int MaxUsage = 2048;
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[],"u8);
    private readonly byte[] _key = new byte[MaxKey];
    private byte[] _usage = [];
    private int _keyLength;
    private int _usageLength;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _inKey;
    private bool _keyComes;
    private bool _inUsage;
    private bool _inChoices;
    private bool _inCarrier;
    private int _usageDepth;
    private ReportedUsage _told = new();

    /// <summary>The usage that the objects so far told; null where none did.</summary>
    public Usage? Found => _told.IsTold ? _told.ToUsage() : null;

    /// <summary>The output that was told so far; below zero where none was.</summary>
    public long Output => _told.Output;

    /// <summary>Whether the object had a usage.</summary>
    public bool HasUsage { get; private set; }

    /// <summary>Whether the object had an <c>error</c> that is one.</summary>
    public bool HasError { get; private set; }

    /// <summary>Whether the object had <c>choices</c> and nothing was in them.</summary>
    public bool ChoicesEmpty { get; private set; }

    /// <summary>Another object of the same answer begins.</summary>
    public void Reset()
    {
        _keyLength = _usageLength = _depth = 0;
        _inString = _escaped = _inKey = _keyComes = _inUsage = _inChoices = _inCarrier = ChoicesEmpty = HasUsage = HasError = false;
    }

    /// <summary>Looks at the next bytes of the object.</summary>
    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = _inString ? ScanString(bytes) : ScanStructure(bytes);
            bytes = bytes[count..];
        }
    }

    private int ScanString(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            Keep(bytes[..1]);
            return 1;
        }

        var end = bytes.IndexOfAny((byte)'"', (byte)'\\');
        var count = end < 0 ? bytes.Length : end + 1;
        Keep(bytes[..count]);
        if (end < 0) return count;

        _escaped = bytes[end] == '\\';
        _inString = _escaped;
        if (!_inString && _inKey) EndKey();
        return count;
    }

    private int ScanStructure(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(s_structure);
        var count = at < 0 ? bytes.Length : at + 1;
        if (at < 0)
        {
            Keep(bytes);
            return count;
        }

        if (_inUsage) Keep(bytes[..count]);
        Turn(bytes[at]);
        return count;
    }

    private void Turn(byte mark)
    {
        switch (mark)
        {
            case (byte)'"':
                _inString = true;
                _inKey = _keyComes;
                _keyComes = false;
                _keyLength = 0;
                ChoicesEmpty &= !_inChoices || _depth < 2;
                break;
            case (byte)',':
                _keyComes = _depth == 1 || (_inCarrier && _depth == 2);
                _inChoices &= _depth > 1;
                break;
            case (byte)'{' or (byte)'[':
                Open(mark);
                break;
            default:
                Close();
                break;
        }
    }

    private void Open(byte mark)
    {
        _keyComes = _depth == 0 && mark == '{';
        if (_inChoices) ChoicesEmpty = _depth == 1 && mark == '[';
        if (mark == '{' && (_depth == 1 || (_inCarrier && _depth == 2))) OpenMember();
        _depth++;
    }

    /// <summary>An object opens where keys are read: the key says whether it is one of those that matter.</summary>
    private void OpenMember()
    {
        HasError |= _depth == 1 && KeyIs("error"u8);
        if (KeyIs("usage"u8) || KeyIs("usageMetadata"u8))
        {
            _inUsage = true;
            _usageDepth = _depth;
            _usage = ArrayPool<byte>.Shared.Rent(MaxUsage);
            _usage[0] = (byte)'{';
            _usageLength = 1;
        }
        else if (_depth == 1 && (KeyIs("message"u8) || KeyIs("response"u8) || KeyIs("x_groq"u8)))
        {
            _inCarrier = _keyComes = true;
        }
    }

    private void Close()
    {
        _depth--;
        if (_inUsage && _depth == _usageDepth) EndUsage();
        if (_depth > 1) return;
        _inChoices = _inCarrier = false;
    }

    private void EndUsage()
    {
        _inUsage = false;
        HasUsage = true;
        if (_usageLength <= MaxUsage) _told = UsageReader.Read(_usage.AsSpan(0, _usageLength), _told);
        ArrayPool<byte>.Shared.Return(_usage);
        _usage = [];
    }

    private void EndKey()
    {
        _inKey = false;
        _keyLength--; // The quote.
        _inChoices = _depth == 1 && KeyIs("choices"u8);
    }

    private bool KeyIs(ReadOnlySpan<byte> name) => _keyLength == name.Length && _key.AsSpan(0, name.Length).SequenceEqual(name);

    /// <summary>What does not fit is counted all the same, so that a long key equals no short one and a long usage is known to be cut.</summary>
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_inKey) Keep(bytes, _key, ref _keyLength);
        if (_inUsage) Keep(bytes, _usage.AsSpan(0, MaxUsage), ref _usageLength);
    }

    private static void Keep(ReadOnlySpan<byte> bytes, Span<byte> into, ref int length)
    {
        if (length + bytes.Length <= into.Length) bytes.CopyTo(into[length..]);
        length = Math.Min(length + bytes.Length, into.Length + 1);
    }
}
