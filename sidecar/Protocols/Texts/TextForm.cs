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
}
