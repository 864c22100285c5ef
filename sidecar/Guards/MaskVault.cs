namespace AiGateway.Sidecar.Guards;

/// <summary>
/// What one call's reversible masks stand for: the provider reads the token, the agent gets the value back. Lives as long as the call; one thread at a time. Before the request is
/// masked, <see cref="Avoid"/> reads it as it came; when all of it is masked, <see cref="Seal"/> ends the giving of tokens; <see cref="VaultRestorer"/> turns them back.
/// Numbers go by the order in which values are first masked: a conversation that grows at its end keeps the tokens of what went before, and with them a provider's prompt cache.
/// </summary>
internal sealed class MaskVault
{
    /// <summary>How many values are kept at most.</summary>
    public const int MaxValues = 4096;

    /// <summary>How many characters of values are kept at most.</summary>
    public const int MaxCharacters = 256 * 1024;

    /// <summary>How long a label may be.</summary>
    public const int MaxLabel = 40;

    /// <summary>No token is longer: brackets, a label, an underscore, a number.</summary>
    public const int MaxToken = MaxLabel + 12;

    private readonly Dictionary<(string Label, string Value), string> _tokens = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private string[]? _sorted;
    private int _characters;
    private bool _isClosed;

    public bool IsEmpty => _values.Count == 0;

    /// <summary>The values by their tokens.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The tokens in ordinal order.</summary>
    internal ReadOnlySpan<string> Tokens
    {
        get
        {
            if (_sorted?.Length == _values.Count) return _sorted;
            _sorted = [.. _values.Keys];
            Array.Sort(_sorted, StringComparer.Ordinal);
            return _sorted;
        }
    }

    /// <summary>Reads the request's body (JSON or text, in UTF-8): what stands in it and looks like a token is not given to a value. Where too much does, no token is given at all.</summary>
    public void Avoid(ReadOnlySpan<byte> body) => _isClosed |= !TokenSearch.Find(body, _taken);

    /// <summary>The request is masked: from here on values that have no token get none, since a provider that wrote them has seen them.</summary>
    public void Seal() => _isClosed = true;

    /// <summary>
    /// What stands for a value: the same for the same value of the call. It is the label alone, <c>[EMAIL]</c>, and is not turned back, where the vault is full or sealed, and for a
    /// value that JSON would have to escape: what is turned back can stand in any string as it is.
    /// </summary>
    public string TokenOf(string label, ReadOnlySpan<char> text)
    {
        var value = text.ToString();
        if (_tokens.TryGetValue((label, value), out var token)) return token;
        if (_isClosed || _values.Count == MaxValues || text.Length > MaxCharacters - _characters || !IsPlain(text) || !IsLabel(label)) return $"[{label}]";
        token = Next(label);
        _characters += value.Length;
        _values.Add(token, value);
        return _tokens[(label, value)] = token;
    }

    private string Next(string label)
    {
        while (true)
        {
            var number = _last[label] = _last.GetValueOrDefault(label) + 1;
            var token = $"[{label}_{number}]";
            if (!_taken.Contains(token)) return token;
        }
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var one in text)
        {
            if (one is < ' ' or '"' or '\\' or (char)0x7F || char.IsSurrogate(one)) return false;
        }

        return !text.IsEmpty;
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= MaxLabel && label.AsSpan().IndexOfAnyExcept(TokenSearch.LabelCharacters) < 0;
}
