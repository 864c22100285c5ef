namespace AiGateway.Sidecar.Conversations;

/// <summary>What a piece of a streamed answer is.</summary>
internal enum DeltaKind
{
    /// <summary>The answer begins: <see cref="Delta.Id"/>, <see cref="Delta.Name"/> as the model, <see cref="Delta.Usage"/> of the input where it is known. Once, first.</summary>
    Start,

    /// <summary>A part begins: <see cref="Delta.Opens"/>; a tool call with <see cref="Delta.Id"/> and <see cref="Delta.Name"/>. Parts of one choice follow each other, except that tool calls may be open together.</summary>
    PartStart,

    /// <summary><see cref="Delta.Text"/> of the part: its text, its reasoning, its refusal.</summary>
    Text,

    /// <summary><see cref="Delta.Text"/>: the next piece of the JSON text of a tool call's arguments.</summary>
    Arguments,

    /// <summary><see cref="Delta.Signature"/> of the part.</summary>
    Signature,

    /// <summary><see cref="Delta.Json"/>: log probabilities in OpenAI's shape.</summary>
    LogProbs,

    /// <summary>The part is whole.</summary>
    PartEnd,

    /// <summary>The choice is whole: <see cref="Delta.Stop"/>, and <see cref="Delta.Name"/> as the stop sequence.</summary>
    ChoiceEnd,

    /// <summary><see cref="Delta.Usage"/> so far; the last one counts.</summary>
    Usage,

    /// <summary>The provider reports an error in mid-stream: <see cref="Delta.Error"/>. Nothing follows.</summary>
    Fault,

    /// <summary>The answer is whole. Once, last.</summary>
    End,
}
