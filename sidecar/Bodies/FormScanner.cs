using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Bodies;

/// <summary>
/// Follows a form as its bytes pass in pieces of any size, and finds its model: where it stands, and that it stands there once; and how many answers it asks for. Keeps one part's headers, the model
/// and a number, never another content. Whatever two readers could take apart differently is a fault.
/// </summary>
internal sealed class FormScanner(byte[] delimiter)
{
    private const int MaxModel = 1024;

    /// <summary>A longer number is none.</summary>
    private const int MaxDigits = 16;

    /// <summary>More are taken for so many: as in a body of JSON.</summary>
    private const long MostChoices = 128;

    private const int MaxHeaders = 4096;
    private const int MaxParts = 256;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly DelimiterSearch _search = new(delimiter);
    private readonly byte[] _held = new byte[MaxHeaders];
    private State _state = State.Content;
    private int _heldLength;
    private int _parts;
    private bool _inModel;
    private bool _inChoices;
    private long _at;
    private long _contentStart;

    private enum State
    {
        Content,
        BehindDelimiter,
        Headers,
        Closed,
    }

    public FormFault Fault { get; private set; }

    /// <summary>Whether the last delimiter has passed, so that the form is whole.</summary>
    public bool IsClosed => _state == State.Closed;

    /// <summary>The model, when its part has passed.</summary>
    public string? Model { get; private set; }

    /// <summary>Where the model's text stands in the body; -1 before it has passed.</summary>
    public long ModelStart { get; private set; } = -1;

    public long ModelLength { get; private set; }

    /// <summary>Whether a file has begun.</summary>
    public bool HasFile { get; private set; }

    /// <summary>How many answers the parts so far ask for (<c>n</c>): the most, where several do; at least 1.</summary>
    public long Choices { get; private set; } = 1;

    /// <summary>Whether a form is looked at as far as its first file, and not only as far as its model.</summary>
    public bool CountsChoices { get; init; }

    /// <summary>Whether nothing that is looked for can come any more before a file.</summary>
    public bool IsKnown => HasFile || (Model is not null && !CountsChoices);

    /// <summary>From now on no part may name a model: it is known already.</summary>
    public bool ModelIsKnown { get; set; }

    /// <summary>Looks at the next bytes; stops at the first fault, and where asked behind what it looks for or before a file.</summary>
    /// <returns>How many bytes it looked at.</returns>
    public int Feed(ReadOnlySpan<byte> bytes, bool untilKnown = false)
    {
        var taken = 0;
        while (taken < bytes.Length && Fault == FormFault.None && !(untilKnown && IsKnown))
            taken += _state == State.Content ? Search(bytes[taken..]) : Step(bytes[taken]);
        return taken;
    }

    private int Search(ReadOnlySpan<byte> bytes)
    {
        var taken = _search.Feed(bytes, out var found);
        if (_inModel) Hold(bytes[..taken], MaxModel + 2 + delimiter.Length, FormFault.ModelUnfit);
        if (_inChoices) HoldChoices(bytes[..taken]);
        _at += taken;
        if (!found || Fault != FormFault.None) return taken;

        var start = _at - delimiter.Length;
        var isInPlace = _parts == 0 ? start == 0 : _search.FollowsLineEnd && start - 2 >= _contentStart;
        if (!isInPlace) Fault = FormFault.Malformed;
        else if (_inModel) TakeModel(start - 2);
        else if (_inChoices) TakeChoices(start - 2);
        (_state, _heldLength, _inModel, _inChoices) = (State.BehindDelimiter, 0, false, false);
        return taken;
    }

    /// <summary>What is held is the content, the line end and the delimiter.</summary>
    private void TakeModel(long end)
    {
        (ModelStart, ModelLength, ModelIsKnown) = (_contentStart, end - _contentStart, true);
        try
        {
            Model = s_strict.GetString(_held, 0, (int)ModelLength);
        }
        catch (DecoderFallbackException)
        {
            Fault = FormFault.ModelUnfit;
        }
    }

    /// <summary>What is no number, the provider says; a lenient one may take blanks and fractions.</summary>
    private void TakeChoices(long end)
    {
        var text = _held.AsSpan(0, (int)(end - _contentStart));
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 1) Choices = (long)Math.Max(Choices, Math.Min(Math.Ceiling(number), MostChoices));
    }

    private void HoldChoices(ReadOnlySpan<byte> bytes)
    {
        if (_heldLength + bytes.Length > MaxDigits + 2 + delimiter.Length) _inChoices = false;
        else Hold(bytes, MaxHeaders, FormFault.TooMuch);
    }

    private int Step(byte next)
    {
        _at++;
        if (_state == State.Closed)
        {
            TakeEpilogue(next);
            return 1;
        }

        Hold([next], MaxHeaders, FormFault.TooMuch);
        if (Fault != FormFault.None) return 1;
        if (_state == State.BehindDelimiter && _heldLength == 2) TakeTail();
        else if (_state == State.Headers && next == '\n' && _held.AsSpan(0, _heldLength).EndsWith("\r\n\r\n"u8)) TakeHeaders();
        return 1;
    }

    private void TakeTail()
    {
        var tail = _held.AsSpan(0, 2);
        if (tail.SequenceEqual("\r\n"u8)) _state = State.Headers;
        else if (tail.SequenceEqual("--"u8) && _parts > 0) _state = State.Closed;
        else Fault = FormFault.Malformed;
        _heldLength = 0;
    }

    private void TakeHeaders()
    {
        if (++_parts > MaxParts) Fault = FormFault.TooMuch;
        else if (FormPart.Read(_held.AsSpan(0, _heldLength - 4)) is { } part) Begin(part);
        else Fault = FormFault.Malformed;
        (_state, _heldLength, _contentStart) = (State.Content, 0, _at);
        _search.Reset();
    }

    private void Begin(in FormPart part)
    {
        var isModel = part.Name == "model";
        if (isModel ? ModelIsKnown : LooksLikeModel(part.Name)) Fault = FormFault.ModelTwice;
        else if (isModel && (part.IsFile || !part.IsPlain)) Fault = FormFault.ModelUnfit;
        _inModel = isModel && Fault == FormFault.None;
        _inChoices = part is { Name: "n", IsFile: false };
        HasFile |= part.IsFile;
    }

    /// <summary>Some readers fold case, take lists for values, or trim.</summary>
    private static bool LooksLikeModel(string name) =>
        name.Trim(' ', '\t', '[', ']', '.', '"', '\'').ToUpperInvariant() is "MODEL" or "MODELS" || name.StartsWith("model[", StringComparison.OrdinalIgnoreCase);

    /// <summary>Nothing may follow but one line end.</summary>
    private void TakeEpilogue(byte next)
    {
        if (_heldLength < 2 && next == "\r\n"u8[_heldLength]) _heldLength++;
        else Fault = FormFault.Malformed;
    }

    private void Hold(ReadOnlySpan<byte> bytes, int most, FormFault tooLong)
    {
        if (_heldLength + bytes.Length > most)
        {
            Fault = tooLong;
            return;
        }

        bytes.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += bytes.Length;
    }
}
