namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>How a text is written in JSON.</summary>
internal enum TextForm
{
    /// <summary>A string that is the text.</summary>
    Text,

    /// <summary>A string that holds JSON, as OpenAI's <c>arguments</c>: its strings, names and numbers are texts each.</summary>
    JsonInString,

    /// <summary>A JSON value whose strings, names and numbers are texts each, as Anthropic's <c>input</c> and a schema.</summary>
    Json,

    /// <summary>A member's name that no dialect knows, or a text that cannot be another: it cannot be masked, so what would be masked in it is denied.</summary>
    Name,

    /// <summary>A value that repeats texts of its group in pieces (log probabilities name each token): not looked at, and emptied where one of those texts was masked.</summary>
    Repeat,
}
