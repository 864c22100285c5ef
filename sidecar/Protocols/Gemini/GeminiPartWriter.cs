using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>Writes turns as contents: neighbours of one role become one, and a turn of which nothing is left becomes none, as the API refuses a content without parts.</summary>
internal sealed class GeminiPartWriter(Conversation conversation, Utf8JsonWriter json, Losses losses)
{
    /// <summary>Google's own value for a call that Gemini did not make: a conversation that another provider began goes on.</summary>
    private const string ForeignCall = "skip_thought_signature_validator";

    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);
    private Role? _open;
    private bool _calls;

    public void Write(IEnumerable<Turn> turns)
    {
        var results = new List<ToolResultPart>();
        foreach (var turn in turns)
        {
            GeminiRequestWriter.LoseName(turn, losses);
            if (turn.Role == Role.System) losses.Add(turn.Path); // Behind the first other turn there is no place for it.
            else Write(turn, results);
        }

        WriteResults(results);
        End();
    }

    /// <summary>Results that follow each other go out in the order of their calls, whoever was ready first.</summary>
    private void Write(Turn turn, List<ToolResultPart> results)
    {
        foreach (var part in turn.Parts)
        {
            if (part is ToolResultPart result)
            {
                results.Add(result);
                continue;
            }

            WriteResults(results);
            Write(turn.Role, part);
        }
    }

    private void WriteResults(List<ToolResultPart> results)
    {
        foreach (var result in results.OrderBy(result => _order.GetValueOrDefault(result.CallId, int.MaxValue))) Write(Role.User, result);
        results.Clear();
    }

    private void End()
    {
        if (_open is null) return;
        json.WriteEndArray();
        json.WriteEndObject();
        _open = null;
    }

    private void Write(Role role, Part part)
    {
        GeminiRequestWriter.NoteCache(part, losses);
        switch (part)
        {
            case TextPart text:
                WriteText(role, text.Text, SignatureOf(part));
                break;
            case RefusalPart refusal:
                WriteText(role, refusal.Text, null);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(role, reasoning);
                break;
            case ToolCallPart call:
                WriteCall(role, call);
                break;
            case ToolResultPart result:
                WriteResult(role, result);
                break;
            case MediaPart media:
                WriteMedia(role, media);
                break;
            default:
                losses.Add(part.Path);
                break;
        }
    }

    private void WriteText(Role role, TextValue text, string? signature)
    {
        if (text.IsEmpty && signature is null) return;
        StartPart(role);
        text.WriteTo(json, "text");
        EndPart(signature);
    }

    /// <summary>Thoughts go back to Gemini alone; without a signature nothing says whose they are, and Gemini does without.</summary>
    private void WriteReasoning(Role role, ReasoningPart reasoning)
    {
        if (reasoning.Signature?.Origin != Signature.Gemini)
        {
            losses.Note(reasoning.Path);
            return;
        }

        StartPart(role);
        reasoning.Text.WriteTo(json, "text");
        json.WriteBoolean("thought", true);
        EndPart(reasoning.Signature.Value);
    }

    private void WriteCall(Role role, ToolCallPart call)
    {
        if (!GeminiJson.IsObject(call.Arguments.Span))
        {
            losses.Add(call.Path);
            return;
        }

        _order[call.Id] = _order.Count;
        StartPart(role);
        var signature = SignatureOf(call);
        if (!_calls && GeminiModels.WantsSignatures(conversation.Model)) signature ??= ForeignCall; // Of calls made together the first alone carries one.
        _calls = true;
        json.WriteStartObject("functionCall");
        WriteId(call.Id);
        json.WriteString("name", call.Name);
        json.WritePropertyName("args");
        json.WriteRawValue(call.Arguments.Span, skipInputValidation: true);
        json.WriteEndObject();
        EndPart(signature);
    }

    private void WriteResult(Role role, ToolResultPart result)
    {
        if ((result.Name ?? conversation.NameOfCall(result.CallId)) is not { } name)
        {
            losses.Add(result.Path);
            return;
        }

        StartPart(role);
        json.WriteStartObject("functionResponse");
        WriteId(result.CallId);
        json.WriteString("name", name);
        GeminiResponses.Write(result, json);
        WriteResultMedia(result);
        json.WriteEndObject();
        EndPart(null);
    }

    private void WriteResultMedia(ToolResultPart result)
    {
        var rest = result.Parts.Where(part => part is not TextPart).ToList();
        var media = GeminiModels.IsBefore3(conversation.Model) ? [] : rest.OfType<MediaPart>().Where(part => GeminiMedia.TypeOf(part) is not null).ToList();
        foreach (var lost in rest.Where(part => part is not MediaPart known || !media.Contains(known))) losses.Add(lost.Path);
        if (media.Count == 0) return;
        json.WriteStartArray("parts");
        foreach (var part in media)
        {
            json.WriteStartObject();
            GeminiMedia.TryWrite(part, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteMedia(Role role, MediaPart media)
    {
        if (GeminiMedia.TypeOf(media) is null)
        {
            losses.Add(media.Path);
            return;
        }

        StartPart(role);
        GeminiMedia.TryWrite(media, json);
        EndPart(SignatureOf(media));
    }

    /// <summary>Models before Gemini 3 know no ids: there the order says which call is answered.</summary>
    private void WriteId(string id)
    {
        if (!GeminiModels.IsBefore3(conversation.Model)) json.WriteString("id", id);
    }

    private string? SignatureOf(Part part)
    {
        if (part.Signature is null) return null;
        if (part.Signature.Origin == Signature.Gemini) return part.Signature.Value;
        losses.Note(part.Path);
        return null;
    }

    private void StartPart(Role role)
    {
        if (_open != role)
        {
            End();
            (_open, _calls) = (role, false);
            json.WriteStartObject();
            json.WriteString("role", role == Role.Assistant ? "model" : "user");
            json.WriteStartArray("parts");
        }

        json.WriteStartObject();
    }

    private void EndPart(string? signature)
    {
        if (signature is not null) json.WriteString("thoughtSignature", signature);
        json.WriteEndObject();
    }
}
