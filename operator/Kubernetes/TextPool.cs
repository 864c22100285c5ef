using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Thousands of pods run the same images and call the same models and tools: one copy of each text is kept. Begun anew where it is full, which loses nothing but the sharing.</summary>
internal static class TextPool
{
    private const int MaxTexts = 10_000;

    /// <summary>Longer ones are hardly the same twice.</summary>
    private const int MaxLength = 256;

    private static readonly ConcurrentDictionary<string, string> s_texts = new(StringComparer.Ordinal);

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Share(string? text)
    {
        if (text is null || text.Length > MaxLength) return text;
        if (s_texts.TryGetValue(text, out var shared)) return shared;
        if (s_texts.Count >= MaxTexts) s_texts.Clear();
        return s_texts.GetOrAdd(text, text);
    }
}
