using System.Buffers;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>
/// Walks one body by a dialect's grammar, in one pass, and takes down where its texts stand. What an object's texts are may be said behind them (a role behind the content), so they
/// are placed when the object closes; what nothing has placed by the end is what the body is for.
/// </summary>
internal ref struct TextWalker
{
    /// <summary>Waits for an object to say what it is.</summary>
    private const GuardPlace Unplaced = (GuardPlace)(-1);

    /// <summary>Waits for an object to say whether it is a text.</summary>
    private const TextForm Data = (TextForm)(-1);

    private readonly ReadOnlySequence<byte> _body;
    private readonly List<TextAt> _texts = [];
    private Utf8JsonReader _json;
    private long _base;
    private long _group;

    private TextWalker(in ReadOnlySequence<byte> body)
    {
        _body = body;
        _json = new(body, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
    }

    /// <summary>The texts of a body, in their order.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static List<TextAt> Walk(TextRule root, GuardPlace rest, in ReadOnlySequence<byte> body)
    {
        var walker = new TextWalker(body);
        walker._json.Read();
        walker.Value(root, Unplaced);
        walker._json.Read(); // Nothing may follow.
        walker.Settle(0, rest, isSealed: false);
        return walker._texts;
    }

    private void Value(TextRule rule, GuardPlace place)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                Add(rule.Leaf, place, _base + _json.TokenStartIndex, _json.BytesConsumed - _json.TokenStartIndex);
                break;
            case JsonTokenType.Number when rule.Leaf is not (TextLeaf.Word or TextLeaf.TextOrTokens or TextLeaf.Sealed or TextLeaf.Repeat):
            case JsonTokenType.StartObject when !rule.HasMembers:
            case JsonTokenType.StartArray when !rule.HasMembers && rule.Leaf is TextLeaf.Json or TextLeaf.Repeat:
                Whole(rule.Leaf == TextLeaf.Repeat ? TextForm.Repeat : TextForm.Json, place);
                break;
            case JsonTokenType.StartArray:
                while (_json.Read() && _json.TokenType != JsonTokenType.EndArray) Value(rule, place);
                break;
            case JsonTokenType.StartObject:
                Members(rule, place);
                break;
        }
    }

    private void Members(TextRule rule, GuardPlace place)
    {
        var (first, outer) = (_texts.Count, _group);
        if (rule.IsGroup) _group = _base + _json.TokenStartIndex;
        (GuardPlace? Place, bool IsSealed, int Count) said = default;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            if (rule.Cases is not { } cases || !cases.IsNamed(in _json))
            {
                Member(rule, place);
                continue;
            }

            Member(rule, place);
            if (_json.TokenType == JsonTokenType.String) said = (cases.PlaceOf(in _json), cases.IsSealed(in _json), said.Count + 1);
        }

        _group = outer;
        if (said.Count > 1) said = default; // Nobody knows which of them counts.
        if (rule.Cases is not null) Settle(first, said.Place ?? Unplaced, said.IsSealed);
    }

    /// <summary>Reads a member whose name the reader stands on.</summary>
    private void Member(TextRule rule, GuardPlace place)
    {
        var known = rule.Find(in _json, out var own);
        if (own is { } named) place = named;
        if (known is null) AddName(rule, place);
        known ??= rule.AllWords ? rule : TextRule.Json;
        if (JsonText.TryPass(_body.Slice(_json.Position), out var end, out var length))
        {
            Pass(known, place, (end, length));
            return;
        }

        _json.Read();
        Value(known, place);
    }

    /// <summary>Takes a long string down without having it read byte by byte.</summary>
    private void Pass(TextRule rule, GuardPlace place, (SequencePosition Position, long Length) end)
    {
        var value = _body.Slice(_json.Position, end.Position);
        var ahead = new SequenceReader<byte>(value);
        ahead.AdvancePastAny(" \n\r\t"u8);
        Add(rule.Leaf, place, _base + _json.BytesConsumed + ahead.Consumed, end.Length - ahead.Consumed);
        JsonText.Pass(_body, ref _json, ref _base, end);
    }

    private void AddName(TextRule rule, GuardPlace place)
    {
        var length = _json.HasValueSequence ? _json.ValueSequence.Length : _json.ValueSpan.Length;
        Add(rule.AllWords ? TextLeaf.Word : TextLeaf.Text, place, _base + _json.TokenStartIndex, length + 2);
        if (_texts.Count > 0 && _texts[^1] is { } last && last.Start == _base + _json.TokenStartIndex) _texts[^1] = last with { Form = TextForm.Name };
    }

    private void Whole(TextForm form, GuardPlace place)
    {
        var start = _base + _json.TokenStartIndex;
        _json.Skip();
        _texts.Add(new(place, form, start, _base + _json.BytesConsumed - start) { Group = _group });
    }

    private readonly void Add(TextLeaf leaf, GuardPlace place, long start, long length)
    {
        if (length == 2) return; // The empty string.
        var content = _body.Slice(start + 1, length - 2);
        var form = leaf switch
        {
            TextLeaf.Word when TextWords.IsWord(content) => (TextForm?)null,
            TextLeaf.Sealed when TextWords.IsBase64(content) || TextWords.IsDataUri(content) => null,
            TextLeaf.Media when TextWords.IsDataUri(content) => null,
            TextLeaf.Data when TextWords.IsBase64(content) => Data,
            TextLeaf.Arguments => TextForm.JsonInString,
            TextLeaf.Repeat => TextForm.Repeat,
            TextLeaf.Fixed => TextForm.Name,
            _ => TextForm.Text,
        };
        if (form is { } known) _texts.Add(new(place, known, start, length) { Group = _group });
    }

    /// <summary>Places what an object holds, as it said; what it did not say is left to the one around it.</summary>
    private readonly void Settle(int first, GuardPlace place, bool isSealed)
    {
        var kept = first;
        for (var index = first; index < _texts.Count; index++)
        {
            var text = _texts[index];
            if (text.Form == Data && isSealed) continue;
            if (text.Form == Data) text = text with { Form = TextForm.Text };
            _texts[kept++] = text.Place == Unplaced ? text with { Place = place } : text;
        }

        _texts.RemoveRange(kept, _texts.Count - kept);
    }
}
