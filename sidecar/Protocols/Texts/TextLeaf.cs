namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>What a string, or a number, is at one place of a dialect's grammar.</summary>
internal enum TextLeaf
{
    /// <summary>A text; a number in its place is one too.</summary>
    Text,

    /// <summary>A text, or numbers of tokens, which are none.</summary>
    TextOrTokens,

    /// <summary>JSON in a string.</summary>
    Arguments,

    /// <summary>JSON of any shape, whole.</summary>
    Json,

    /// <summary>A type, an id, a setting, the name of a model, a role or a called tool: no text, as long as it is short and without spaces.</summary>
    Word,

    /// <summary>What is called, read or gone on from: it cannot be another, so where it would be masked it is denied.</summary>
    Fixed,

    /// <summary>Base64 that only its maker can read, or media: no text, as long as it is base64.</summary>
    Sealed,

    /// <summary>A link or a <c>data:</c> URI; the latter is no text, as long as it is base64.</summary>
    Media,

    /// <summary>Base64 where the object's type says so, and a text where it does not.</summary>
    Data,

    /// <summary>As <see cref="TextForm.Repeat"/>.</summary>
    Repeat,
}
