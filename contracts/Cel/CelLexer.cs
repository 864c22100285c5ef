namespace AiGateway.Contracts.Cel;

/// <summary>Text to tokens. Knows how words are spelled, and nothing of what they mean.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] s_symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]", ".", ","];

    private int _at;

    /// <exception cref="CelSyntaxException">A character or a string that the language does not have.</exception>
    public static List<CelToken> Read(string text)
    {
        var (lexer, tokens) = (new CelLexer(text), new List<CelToken>());
        do tokens.Add(lexer.Next());
        while (tokens[^1].Kind != CelTokenKind.End);
        return tokens;
    }

    private CelToken Next()
    {
        SkipBlanks();
        var start = _at;
        if (start == text.Length) return new(CelTokenKind.End, start, "");
        if (OpensString()) return new(CelTokenKind.String, start, ReadString());
        if (IsNameStart(text[start])) return new(CelTokenKind.Name, start, Take(letter => IsNameStart(letter) || char.IsAsciiDigit(letter)));
        if (char.IsAsciiDigit(text[start])) return ReadNumber();
        foreach (var symbol in s_symbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) != 0) continue;
            _at += symbol.Length;
            return new(CelTokenKind.Symbol, start, symbol);
        }

        throw new CelSyntaxException(start, char.IsAscii(text[start]) && !char.IsControl(text[start])
            ? $"'{text[start]}' has no meaning here"
            : "a character outside ASCII stands outside a string");
    }

    private static bool IsNameStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private bool OpensString() =>
        text[_at] is '"' or '\'' || (text[_at] is 'r' or 'R' && _at + 1 < text.Length && text[_at + 1] is '"' or '\'');

    private string ReadString()
    {
        var raw = text[_at] is 'r' or 'R';
        var start = _at;
        if (raw) _at++;
        var quote = text[_at++];
        var body = _at;
        while (_at < text.Length && text[_at] != quote && text[_at] is not ('\n' or '\r')) _at += !raw && text[_at] == '\\' ? 2 : 1;
        if (_at >= text.Length || text[_at] != quote) throw new CelSyntaxException(start, "the string does not end");
        var inside = text[body.._at++];
        return raw ? inside : CelText.Unescape(inside, body);
    }

    private CelToken ReadNumber()
    {
        var start = _at;
        if (string.CompareOrdinal(text, start, "0x", 0, 2) == 0)
        {
            _at += 2;
            return new(CelTokenKind.Int, start, "0x" + Take(char.IsAsciiHexDigit));
        }

        Take(char.IsAsciiDigit);
        var whole = true;
        if (Peek(0) == '.' && char.IsAsciiDigit(Peek(1)))
        {
            whole = false;
            _at++;
            Take(char.IsAsciiDigit);
        }

        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            whole = false;
            _at += 1 + sign;
            Take(char.IsAsciiDigit);
        }

        return new(whole ? CelTokenKind.Int : CelTokenKind.Double, start, text[start.._at]);
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private string Take(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at])) _at++;
        return text[start.._at];
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\f') _at++;
            else if (text[_at] == '/' && Peek(1) == '/') Take(letter => letter != '\n');
            else return;
        }
    }
}
