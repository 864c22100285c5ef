namespace AiGateway.Sidecar.Guards;

/// <summary>What one call's reversible masks stand for: the provider reads the token, the agent gets the value back. Lives as long as the call.</summary>
internal sealed class MaskVault
{
    private readonly Dictionary<(string Label, string Value), string> _tokens = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    public bool IsEmpty => _values.Count == 0;

    /// <summary>The values by their tokens.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The token of a value: the same for the same value of the call.</summary>
    public string TokenOf(string label, ReadOnlySpan<char> text)
    {
        var value = text.ToString();
        if (_tokens.TryGetValue((label, value), out var token)) return token;
        var number = _last[label] = _last.GetValueOrDefault(label) + 1;
        token = $"[{label}_{number}]";
        _values.Add(token, value);
        return _tokens[(label, value)] = token;
    }
}
