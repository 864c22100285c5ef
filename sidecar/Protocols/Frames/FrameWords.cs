using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Protocols.Texts;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Members of frames that hold no text, in whatever object of whatever dialect they stand, as long as what they hold looks like it.</summary>
internal static class FrameWords
{
    private static readonly byte[][] s_words =
    [
        .. "id type object model role status index format finish_reason native_finish_reason finishReason stop_reason stopReason service_tier system_fingerprint provider call_id item_id"
            .Split(' ').Select(Encoding.UTF8.GetBytes),
        .. "jsonPath tool_use_id toolUseId responseId modelVersion mimeType mime_type media_type event_id container_id file_id obfuscation p name quality size output_format background language"
            .Split(' ').Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] s_sealed =
    [
        .. "signature thoughtSignature thought_signature encrypted_content encrypted_index redactedContent".Split(' ').Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] s_media = [.. "data bytes result b64_json partial_image_b64".Split(' ').Select(Encoding.UTF8.GetBytes)];

    /// <summary>Sounds and images are longer, in bytes of base64; what is shorter is looked at.</summary>
    private const int LeastMedia = 1024;

    /// <summary>Whether the member is no text: a word, or what only its maker can read.</summary>
    /// <param name="name">As it is written.</param>
    /// <param name="value">A string, with its quotes.</param>
    public static bool Hides(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> value)
    {
        ReadOnlySequence<byte> content = new(value[1..^1]);
        if (Has(s_words, name)) return TextWords.IsWord(content);
        return (Has(s_sealed, name) || (content.Length >= LeastMedia && Has(s_media, name))) && TextWords.IsBase64(content);
    }

    private static bool Has(byte[][] names, ReadOnlySpan<byte> name)
    {
        foreach (var known in names)
        {
            if (name.SequenceEqual(known)) return true;
        }

        return false;
    }
}
