using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Patterns;

/// <summary>Words of a list. Of two that begin at one place the longer is found.</summary>
internal sealed class WordsCheck(CheckFacts facts, WordsSettings settings) : TextCheck(facts)
{
    /// <summary>How many words a list has at most.</summary>
    public const int MostWords = 10_000;

    /// <summary>How long a word is at most, in characters.</summary>
    public const int LongestWord = 256;

    /// <summary>How long they may be together.</summary>
    public const int MostCharacters = 256 * 1024;

    private const string Label = "WORD";
    private readonly PatternSet _rules = new([new(Label, WordsProgram.Of(settings))]);

    /// <summary>What is wrong with the settings; null for nothing.</summary>
    public static string? FindReason(WordsSettings? settings)
    {
        if (settings is null || settings.Words.IsDefaultOrEmpty) return "words has no words";
        if (settings.Words.Length > MostWords || settings.Words.Sum(word => (long)(word?.Length ?? 0)) > MostCharacters) return $"words has more than {MostWords} words, or than {MostCharacters} characters";
        return settings.Words.All(word => word is { Length: > 0 and <= LongestWord } && !string.IsNullOrWhiteSpace(word)) ? null : $"words has one that is empty or longer than {LongestWord} characters";
    }

    public override TextScan Start() => _rules.Start();
}
