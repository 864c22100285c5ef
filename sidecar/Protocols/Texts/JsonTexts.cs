using System.Text.Json;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>The texts of JSON of any shape: each string and number, and each name.</summary>
internal static class JsonTexts
{
    /// <summary>The texts, in their order; null where it is no JSON.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="whole">What it is, and where it stands.</param>
    public static List<TextAt>? Of(ReadOnlySpan<byte> json, in TextAt whole)
    {
        List<TextAt> texts = [];
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MemberNames.MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.PropertyName)) continue;
                var isName = reader.TokenType == JsonTokenType.PropertyName;
                var length = reader.ValueSpan.Length + (reader.TokenType == JsonTokenType.Number ? 0 : 2);
                texts.Add(whole with { Form = isName ? TextForm.Name : TextForm.Text, Start = whole.Start + reader.TokenStartIndex, Length = length });
            }

            return texts;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
