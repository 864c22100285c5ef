using System.Text;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// What was streamed comes back in the pieces in which it went out: texts and thoughts event by event, a signature behind its text in an empty part. To other makers a
/// thought and its signature are one thing. A signature ends its part; a piece that is the only one stays as it came.
/// </summary>
internal sealed class GeminiPieces
{
    private readonly List<Part> _whole = [];
    private readonly StringBuilder _text = new();
    private Part? _open;
    private int _pieces;

    /// <summary>The parts of a turn of the model, each whole again.</summary>
    public static List<Part> Join(IEnumerable<Part> pieces)
    {
        var joined = new GeminiPieces();
        foreach (var piece in pieces) joined.Add(piece);
        joined.Close();
        return joined._whole;
    }

    private void Add(Part piece)
    {
        if (piece is TextPart { Signature: null, Text.IsEmpty: true }) return;
        var more = TextOf(piece);
        if (more is null || _open?.GetType() != piece.GetType()) Close();
        if (more is null)
        {
            _whole.Add(piece);
            return;
        }

        _open = _open is null ? piece : _open with { Signature = piece.Signature };
        if (more.Length > 0) _pieces++;
        _text.Append(more);
        if (piece.Signature is not null) Close();
    }

    private void Close()
    {
        if (_open is null) return;
        var text = _pieces > 1 || TextOf(_open)!.Length == 0 ? _text.ToString() : null;
        _whole.Add(text is null ? _open : _open is ReasoningPart thought ? thought with { Text = text } : ((TextPart)_open) with { Text = text });
        _open = null;
        _pieces = 0;
        _text.Clear();
    }

    /// <summary>Null for what has no pieces.</summary>
    private static string? TextOf(Part part) => part switch
    {
        TextPart text => GeminiJson.Decoded(text.Text),
        ReasoningPart { Sealed: null } thought => GeminiJson.Decoded(thought.Text),
        _ => null,
    };
}
