using System.Text;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Tells the top-level members apart. Some servers match names without regard to case and take the last, so a name that differs from one
/// of ours in case alone is refused; so is <c>models</c>, by which some name further models to fall back to.
/// </summary>
internal static class ChatFields
{
    public static ChatField Of(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("model"u8)) return ChatField.Model;
        if (name.SequenceEqual("stream"u8)) return ChatField.Stream;
        if (name.SequenceEqual("stream_options"u8)) return ChatField.StreamOptions;
        return Ascii.EqualsIgnoreCase(name, "model"u8) || Ascii.EqualsIgnoreCase(name, "models"u8)
            || Ascii.EqualsIgnoreCase(name, "stream"u8) || Ascii.EqualsIgnoreCase(name, "stream_options"u8)
            ? ChatField.Forbidden
            : ChatField.Other;
    }

    public static Refusal Forbid(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        return new(RefusalReason.InvalidField, $"The member '{text}' could name a model beside 'model', which alone is judged.", text);
    }
}
