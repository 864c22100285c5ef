using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// What of a conversation's turns goes into a request of Converse: leading instructions apart, neighbours of one role merged, since roles must take turns, and
/// without what Converse has no block for.
/// </summary>
internal sealed class BedrockTurns
{
    private readonly Losses _losses;

    public BedrockTurns(Conversation conversation, Losses losses)
    {
        _losses = losses;
        var leading = conversation.Turns.TakeWhile(turn => turn.Role == Role.System).Count();
        if (leading == conversation.Turns.Count)
        {
            // A request needs a message: instructions alone are said by the user.
            foreach (var turn in conversation.Turns) Add(turn with { Role = Role.User });
            return;
        }

        System.AddRange(conversation.Turns.Take(leading).SelectMany(turn => turn.Parts.Where(part => Passes(part, turn.Role))));
        var takesSystem = BedrockModels.TakesSystemTurns(conversation.Model);
        foreach (var turn in conversation.Turns.Skip(leading))
        {
            if (turn.Role == Role.System && !takesSystem) losses.Add(turn.Path);
            else Add(turn);
        }
    }

    public List<Part> System { get; } = [];

    public List<(Role Role, List<Part> Parts)> Messages { get; } = [];

    /// <summary>Whether a tool was called: Converse wants the tools along then.</summary>
    public bool HasCalls => Messages.Exists(message => message.Parts.Exists(part => part is ToolCallPart or ToolResultPart));

    private void Add(Turn turn)
    {
        if (turn.Name is not null) _losses.Add($"{turn.Path}.name");
        List<Part> parts = [.. turn.Parts.Where(part => Passes(part, turn.Role)).Select(Cleaned)];
        if (parts.Count == 0) return;
        if (Messages.Count > 0 && Messages[^1].Role == turn.Role) Messages[^1].Parts.AddRange(parts);
        else Messages.Add((turn.Role, parts));
    }

    /// <summary>Whether it may go out. An empty text says nothing, and Converse refuses it.</summary>
    private bool Passes(Part part, Role role)
    {
        switch (part)
        {
            case TextPart { Text.IsEmpty: true } or RefusalPart { Text.IsEmpty: true }:
                return false;
            case TextPart or RefusalPart:
                return true;
            case ReasoningPart reasoning when (reasoning.Sealed ?? reasoning.Signature)?.Origin != Signature.Bedrock:
                _losses.Note(part.Path);
                return false;
            case MediaPart media when IsUnfit(media):
                _losses.Add(part.Path);
                return false;
        }

        if (role != Role.System) return true;
        _losses.Add(part.Path);
        return false;
    }

    private static bool IsUnfit(MediaPart media) =>
        BedrockMedia.FormatOf(media) is null || (media.Base64 is null && (media.Text is null || media.Kind != MediaKind.Document));

    private Part Cleaned(Part part)
    {
        if (part is MediaPart { Detail: not (null or "auto") }) _losses.Note(part.Path);
        if (part is ToolResultPart result)
            return result with { Parts = [.. result.Parts.Where(inner => inner is TextPart or MediaPart or RefusalPart || Lose(inner)).Where(inner => Passes(inner, Role.User))] };
        if (part.Signature is not { } signature || signature.Origin == Signature.Bedrock) return part;
        _losses.Note(part.Path);
        return part with { Signature = null };
    }

    private bool Lose(Part part)
    {
        _losses.Add(part.Path);
        return false;
    }
}
