using System.Buffers;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds the <c>usage</c> of a JSON object that passes by in pieces, whether its <c>choices</c> are empty, and whether it is an error. Usage stands at the top in every dialect, or one
/// level down in the members by which some events carry the answer; what Cohere bills of a reranking stands in <c>meta</c>. A state machine over bytes in constant memory: it keeps the depth,
/// a key of at most 16 bytes and a usage of at most 16 KB, and never a whole text. Never changes what passes.
/// </summary>
internal sealed class UsageScanner
{
    private const int MaxKey = 16;

    /// <summary>What nearly all usages fit into; a longer one takes more memory, for as long as it passes.</summary>
    private const int UsualUsage = 1024;

    /// <summary>A longer one is not read. Usages with the iterations of a compacted conversation, or the tools that were used, have a few KB.</summary>
    private const int MaxUsage = 16 * 1024;

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
    private bool _dataComes;
    private bool _inData;
    private bool _isMeta;
    private int _usageDepth;
    private ReportedUsage _told = new();

    /// <summary>The usage that the objects so far told; null where none did.</summary>
    public Usage? Found => _told.IsTold ? _told.ToUsage() : null;

    /// <summary>The output that was told so far; below zero where none was.</summary>
    public long Output => _told.Output;

    /// <summary>Whether the output was told to be images, or not to be.</summary>
    public bool TellsImages => _told.ImageOutput >= 0;

    /// <summary>How many objects stood in the list <c>data</c>: the images of an answer that has made some.</summary>
    public long Items { get; private set; }

    /// <summary>Whether the object had a usage.</summary>
    public bool HasUsage { get; private set; }

    /// <summary>Whether the object had an <c>error</c> that is one.</summary>
    public bool HasError { get; private set; }

    /// <summary>Whether the object had <c>choices</c> and nothing was in them.</summary>
    public bool ChoicesEmpty { get; private set; }

    /// <summary>Another object of the same answer begins.</summary>
    public void Reset()
    {
        if (_inUsage) Return();
        _keyLength = _usageLength = _depth = 0;
        _inString = _escaped = _inKey = _keyComes = _inUsage = _inChoices = _inCarrier = _dataComes = _inData = ChoicesEmpty = HasUsage = HasError = false;
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
                _dataComes = false;
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
        if (_dataComes && _depth == 1) _inData = mark == '[';
        else if (_inData && _depth == 2 && mark == '{') Items++;
        if (mark == '{' && (_depth == 1 || (_inCarrier && _depth == 2))) OpenMember();
        _depth++;
    }

    /// <summary>An object opens where keys are read: the key says whether it is one of those that matter.</summary>
    private void OpenMember()
    {
        HasError |= _depth == 1 && KeyIs("error"u8);
        _isMeta = _depth == 1 && KeyIs("meta"u8);
        if (_isMeta || KeyIs("usage"u8) || KeyIs("usageMetadata"u8))
        {
            _inUsage = true;
            _usageDepth = _depth;
            _usage = ArrayPool<byte>.Shared.Rent(UsualUsage);
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
        _inChoices = _inCarrier = _inData = false;
    }

    private void EndUsage()
    {
        HasUsage |= !_isMeta;
        if (_usageLength <= MaxUsage) _told = UsageReader.Read(_usage.AsSpan(0, _usageLength), _told, _isMeta ? UsagePart.Meta : UsagePart.Top);
        Return();
    }

    private void Return()
    {
        _inUsage = false;
        ArrayPool<byte>.Shared.Return(_usage);
        _usage = [];
    }

    private void EndKey()
    {
        _inKey = false;
        _keyLength--; // The quote.
        _inChoices = _depth == 1 && KeyIs("choices"u8);
        _dataComes = _depth == 1 && KeyIs("data"u8);
    }

    private bool KeyIs(ReadOnlySpan<byte> name) => _keyLength == name.Length && _key.AsSpan(0, name.Length).SequenceEqual(name);

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_inKey) KeepKey(bytes);
        if (_inUsage) KeepUsage(bytes);
    }

    /// <summary>What does not fit is counted all the same, so that a long key equals no short one.</summary>
    private void KeepKey(ReadOnlySpan<byte> bytes)
    {
        if (_keyLength + bytes.Length <= MaxKey) bytes.CopyTo(_key.AsSpan(_keyLength));
        _keyLength = Math.Min(_keyLength + bytes.Length, MaxKey + 1);
    }

    private void KeepUsage(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxUsage - _usageLength)
        {
            _usageLength = MaxUsage + 1; // Known to be cut, whatever comes.
            return;
        }

        if (bytes.Length > _usage.Length - _usageLength) Grow();
        bytes.CopyTo(_usage.AsSpan(_usageLength));
        _usageLength += bytes.Length;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(MaxUsage);
        _usage.AsSpan(0, _usageLength).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_usage);
        _usage = larger;
    }
}
