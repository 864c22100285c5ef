using System.Buffers;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>Compares strings and names of JSON with words of a dialect, which are ASCII.</summary>
internal static class JsonWord
{
    /// <summary>Longer, escapes included, no word is written.</summary>
    private const int MaxWritten = 512;

    /// <summary>Whether the reader stands on the word. A string with half a surrogate pair is none, and the reader itself would not compare it.</summary>
    public static bool Is(ref readonly Utf8JsonReader json, ReadOnlySpan<byte> word)
    {
        if (!json.ValueIsEscaped) return json.ValueTextEquals(word);
        if (json.HasValueSequence && json.ValueSequence.Length > MaxWritten) return false;
        var written = json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan;
        return written.Length <= MaxWritten && written.IndexOf("\\ud"u8) < 0 && written.IndexOf("\\uD"u8) < 0 && json.ValueTextEquals(word);
    }
}
