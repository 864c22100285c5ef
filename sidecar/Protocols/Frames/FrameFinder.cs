using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>
/// Finds the texts in the frames of one dialect, and what ends them. What the dialect has no place for is a text all the same: within what streams a piece of one, around it a text of its
/// own. Knows no state: each frame says what it is.
/// </summary>
internal abstract class FrameFinder
{
    /// <summary>The finder of a format that an agent speaks.</summary>
    public static FrameFinder Of(WireFormat format) => format switch
    {
        WireFormat.OpenAiResponses => new ResponsesFrames(),
        WireFormat.AnthropicMessages => new MessagesFrames(),
        WireFormat.GeminiContent => new GeminiFrames(),
        WireFormat.BedrockConverse => new ConverseFrames(),
        _ => new ChatFrames(),
    };

    /// <summary>Finds what is in a frame.</summary>
    /// <param name="name">The event's name; empty where it has none.</param>
    /// <param name="root">Its JSON, an object.</param>
    /// <param name="finds">What is found.</param>
    public abstract void Find(string name, JsonElement root, FrameFinds finds);

    /// <summary>The frame that carries on a channel which no frame has yet carried on but the one that opened it; null where it cannot be told.</summary>
    public virtual (string Name, byte[] Json, int Text)? Carrier(in ChannelKey channel) => null;

    /// <summary>What a farewell has of a frame of its stream; null where the dialect has none.</summary>
    public virtual byte[]? HeadOf(JsonElement root) => null;

    /// <summary>The JSON of what the dialect says where an answer is cut for its content, before the error.</summary>
    /// <param name="head">As <see cref="HeadOf"/> made it.</param>
    /// <param name="choices">The answers that have not ended.</param>
    public virtual byte[] Farewell(byte[] head, IReadOnlyCollection<int> choices) => [];
}
