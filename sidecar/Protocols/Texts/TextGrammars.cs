using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>The grammar of each format that an agent speaks; of what has none, every string, name and number is a text.</summary>
internal static class TextGrammars
{
    public static TextRule OfRequest(WireFormat format) => format switch
    {
        WireFormat.OpenAiChat => ChatTexts.Request,
        WireFormat.OpenAiCompletions => ChatTexts.Completion,
        _ => TextRule.Json,
    };

    public static TextRule OfAnswer(WireFormat format) => format switch
    {
        WireFormat.OpenAiChat or WireFormat.OpenAiCompletions => ChatTexts.Answer,
        _ => TextRule.Json,
    };
}
