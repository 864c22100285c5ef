using System.Collections.Concurrent;

namespace AiGateway.Operator.Watch;

/// <summary>Thousands of pods run the same images: one copy of each text is kept. Begun anew where it is full, which loses nothing but the sharing.</summary>
internal static class TextPool
{
    private const int MaxTexts = 10_000;

    private static readonly ConcurrentDictionary<string, string> s_texts = new(StringComparer.Ordinal);

    public static string? Share(string? text)
    {
        if (text is null) return null;
        if (s_texts.Count >= MaxTexts) s_texts.Clear();
        return s_texts.GetOrAdd(text, text);
    }
}
