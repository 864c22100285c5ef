using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Finds <c>stream_options.include_usage</c> while a request is read, and the smallest edit that makes it true. What is not of the type that it
/// should be is left for the provider to refuse.
/// </summary>
internal struct StreamOptionsFinder
{
    private static readonly byte[] s_member = """
        "stream_options":{"include_usage":true},
        """u8.ToArray();

    private static readonly byte[] s_object = """{"include_usage":true}"""u8.ToArray();
    private static readonly byte[] s_only = """
        "include_usage":true
        """u8.ToArray();

    private static readonly byte[] s_first = """
        "include_usage":true,
        """u8.ToArray();

    private static readonly byte[] s_true = "true"u8.ToArray();

    private bool _inside;
    private long _objectStart;

    /// <summary>The edit; null where there is nothing to edit.</summary>
    public BodyEdit? Edit { get; private set; }

    /// <summary>Without any options the whole member goes behind the root's brace.</summary>
    public void RootOpened(long end) => Edit = new(end, 0, s_member);

    public RequestField FieldOf(int depth, scoped ReadOnlySpan<byte> name)
    {
        if (!_inside || depth != 2) return RequestField.Other;
        if (name.SequenceEqual("include_usage"u8)) return RequestField.IncludeUsage;
        if (Edit is { Length: 0 } edit && edit.Start == _objectStart) Edit = edit with { Text = s_first };
        return RequestField.Other;
    }

    public void ObjectClosed(int depth) => _inside &= depth > 1;

    /// <param name="field">Which member the value is of.</param>
    /// <param name="json">Stands on the value.</param>
    /// <param name="origin">Where the reader's bytes begin in the body.</param>
    public void Take(RequestField field, ref readonly Utf8JsonReader json, long origin)
    {
        var (start, length) = (origin + json.TokenStartIndex, json.BytesConsumed - json.TokenStartIndex);
        if (field == RequestField.IncludeUsage)
        {
            Edit = json.TokenType is JsonTokenType.False or JsonTokenType.Null ? new(start, length, s_true) : null;
            return;
        }

        _inside = json.TokenType == JsonTokenType.StartObject;
        _objectStart = origin + json.BytesConsumed;
        Edit = json.TokenType switch
        {
            JsonTokenType.StartObject => new(_objectStart, 0, s_only),
            JsonTokenType.Null => new(start, length, s_object),
            _ => null,
        };
    }
}
