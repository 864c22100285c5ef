using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Reads a request in one pass over its blocks: is it JSON, is every member named once at every depth, and where stands what the gateway acts on.
/// A request that two readers could understand differently is refused, because the provider's reader is another one.
/// </summary>
internal ref struct RequestReader
{
    private readonly Body _body;
    private readonly RequestShape _shape;
    private readonly RequestMember[] _members;
    private Utf8JsonReader _json;
    private long _base;
    private MemberNames _names = new();
    private RequestField _field;
    private string? _model;
    private BodyEdit _modelAt;
    private long _memberAt;
    private long _modelMemberAt = -1;
    private long _rootStart;
    private bool _isEmpty = true;
    private bool _stream;
    private StreamOptionsFinder _options;
    private HostedFinder _hosted;
    private OutputFinder _output;

    private RequestReader(Body body, in RequestShape shape)
    {
        (_body, _shape, _stream) = (body, shape, shape.Stream);
        _members = RequestFields.Of(shape.Format);
        (_hosted, _output) = (new(shape.Format), new(shape.Format));
        _json = new(body.Bytes, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
    }

    /// <summary>The request, which owns the body from then on, or what is wrong with it; the body is then still the caller's.</summary>
    public static Step<ModelRequest> Read(Body body, in RequestShape shape)
    {
        var reader = new RequestReader(body, shape);
        try
        {
            return reader.Walk() is { } refusal ? refusal : reader.Finish();
        }
        catch (JsonException broken)
        {
            return reader.Malformed(broken);
        }
        catch (InvalidOperationException)
        {
            return new Refusal(RefusalReason.InvalidJson, "A name or the model is not valid UTF-8, or holds half a surrogate pair.");
        }
        finally
        {
            reader._names.Dispose();
        }
    }

    private Refusal? Walk()
    {
        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
            return new(RefusalReason.InvalidJson, "The body must be a JSON object.");

        _names.Open();
        _rootStart = _json.BytesConsumed;
        _options.RootOpened(_rootStart);
        _hosted.RootOpened(_rootStart);
        while (_json.Read())
        {
            if (Take() is { } refusal) return refusal;
            if (_json.TokenType == JsonTokenType.PropertyName && _field == RequestField.Other) _ = JsonText.TryPass(_body.Bytes, ref _json, ref _base);
        }

        return null;
    }

    private Refusal? Take()
    {
        var field = _field;
        _field = RequestField.Other;
        if (_json.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.StartObject) _output.Take(in _json);
        if (field != RequestField.Other && TakeValue(field) is { } refusal) return refusal;

        switch (_json.TokenType)
        {
            case JsonTokenType.PropertyName:
                return TakeName();
            case JsonTokenType.StartObject:
                _names.Open();
                _hosted.ObjectOpened(_json.CurrentDepth);
                return null;
            case JsonTokenType.EndObject:
                _names.Close();
                _options.ObjectClosed(_json.CurrentDepth);
                _hosted.ObjectClosed(_json.CurrentDepth);
                return null;
            case JsonTokenType.EndArray:
                _hosted.ArrayClosed(_json.CurrentDepth);
                return null;
            default:
                return _hosted.CheckElement(_json.CurrentDepth);
        }
    }

    private Refusal? TakeName()
    {
        var verdict = _names.TryAdd(in _json, out var name);
        if (verdict == MemberVerdict.Repeated) return new(RefusalReason.DuplicateName, "An object in the body names a member twice.");
        if (verdict == MemberVerdict.TooMany)
            return new(RefusalReason.InvalidJson, $"A member's name is longer than {MemberNames.MaxNameBytes} bytes, or open objects have too many members.");

        if (_json.CurrentDepth <= 2) _output.Enter(_json.CurrentDepth, name);
        _field = _json.CurrentDepth == 1 ? TakeTopName(name) : TakeInnerName(_json.CurrentDepth, name);
        return _field == RequestField.Forbidden ? RequestFields.Forbid(name) : null;
    }

    private RequestField TakeTopName(scoped ReadOnlySpan<byte> name)
    {
        (_isEmpty, _memberAt) = (false, _base + _json.TokenStartIndex);
        var member = RequestFields.Find(_members, name, out var isForbidden);
        _hosted.Enter(member);
        return isForbidden ? RequestField.Forbidden : member?.Field ?? RequestField.Other;
    }

    private RequestField TakeInnerName(int depth, scoped ReadOnlySpan<byte> name)
    {
        var field = _shape.HasStreamOptions ? _options.FieldOf(depth, name) : RequestField.Other;
        return field == RequestField.Other ? _hosted.FieldOf(depth, name) : field;
    }

    private Refusal? TakeValue(RequestField field)
    {
        switch (field)
        {
            case RequestField.Model:
                return TakeModel();
            case RequestField.ModelAgain:
                return _json.TokenType == JsonTokenType.String && NamesPathModel(_json.GetString()!) ? null : OtherModel();
            case RequestField.Stream:
                _stream = _json.TokenType == JsonTokenType.True;
                return _json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
                    ? null
                    : new(RefusalReason.InvalidField, "'stream' must be true or false.", "stream");
            case RequestField.StreamOptions or RequestField.IncludeUsage:
                _options.Take(field, in _json, _base);
                return null;
            default:
                return _hosted.Take(field, ref _json, _base);
        }
    }

    private Refusal? TakeModel()
    {
        if (_json.TokenType != JsonTokenType.String) return ModelNames.Invalid("must be a string");
        _modelAt = new(_base + _json.TokenStartIndex, _json.BytesConsumed - _json.TokenStartIndex, default);
        _modelMemberAt = _memberAt;
        if (_modelAt.Length > ModelNames.MaxRawBytes) return ModelNames.Invalid(ModelNames.TooLong);
        _model = _json.GetString()!;
        return ModelNames.Check(_model);
    }

    private readonly bool NamesPathModel(string model) =>
        model == _shape.Model || (model.StartsWith("models/", StringComparison.Ordinal) && model.AsSpan(7).SequenceEqual(_shape.Model));

    private static Refusal OtherModel() => ModelNames.Invalid("must be the one that the path names, or be left out");

    private readonly Step<ModelRequest> Finish()
    {
        if ((_shape.Model ?? _model) is not { } model) return ModelNames.Invalid("is missing");
        return new ModelRequest
        {
            Body = _body,
            Model = model,
            ModelMemberStart = _modelMemberAt,
            ModelStart = _model is null ? -1 : _modelAt.Start,
            ModelLength = _modelAt.Length,
            BodyNamesAnother = _model is not null && _model != model,
            RootStart = _rootStart,
            RootIsEmpty = _isEmpty,
            Stream = _stream,
            MostTokens = _output.Tokens,
            Choices = _output.Choices,
            Prompts = _output.Prompts,
            OutputNames = _output.Names,
            Binding = _output.Binding,
            UsageEdit = _stream && _shape.HasStreamOptions ? _options.Edit : null,
            Edits = _hosted.StoreEdit is { } store ? [store] : [],
            HostedTools = _hosted.Tools,
            Endpoints = _hosted.Kept,
        };
    }

    private readonly Refusal Malformed(JsonException broken)
    {
        if (_json.CurrentDepth >= MemberNames.MaxDepth) return new(RefusalReason.InvalidJson, $"The body is nested deeper than {MemberNames.MaxDepth} levels.");
        var place = PlaceOf(_body) ?? broken;
        return new(RefusalReason.InvalidJson, $"The body is not valid JSON (line {place.LineNumber + 1}, byte {place.BytePositionInLine}).");
    }

    /// <summary>Reads once more, without passing anything: what was passed is missing in the place that the exception names.</summary>
    private static JsonException? PlaceOf(Body body)
    {
        var json = new Utf8JsonReader(body.Bytes, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
        try
        {
            while (json.Read())
            {
                // On to the fault.
            }

            return null;
        }
        catch (JsonException broken)
        {
            return broken;
        }
    }
}
