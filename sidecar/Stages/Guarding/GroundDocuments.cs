using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What an answer can stand on: the texts of tool results and of documents in its request, as they went out.</summary>
internal static class GroundDocuments
{
    /// <summary>The documents; none where the call is no conversation. Null where the request cannot be read as one.</summary>
    public static List<string>? Of(Call call)
    {
        if (call.Request is not { } request || ConversationFormats.Of(call.Format) is not { } format) return [];
        try
        {
            using var document = JsonDocument.Parse(request.Body.Bytes, new JsonDocumentOptions { MaxDepth = Translation.MaxDepth });
            return [.. format.ReadRequest(document.RootElement).Turns.SelectMany(turn => turn.Parts).SelectMany(part => TextsOf(part, isResult: false))];
        }
        catch (Exception unfit) when (unfit is UnfitFieldException || Untrusted.IsGarbage(unfit))
        {
            return null;
        }
    }

    private static IEnumerable<string> TextsOf(Part part, bool isResult) => part switch
    {
        ToolResultPart result => result.Parts.SelectMany(inner => TextsOf(inner, isResult: true)),
        MediaPart { Kind: MediaKind.Document, Text: { IsEmpty: false } text } => [text.ToString()],
        TextPart text when isResult && !text.Text.IsEmpty => [text.Text.ToString()],
        _ => [],
    };
}
