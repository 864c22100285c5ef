using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>
/// One node of a dialect's grammar of texts: what a string is here, and what the members of an object are. Lists are as their elements. What a rule does not know is a text all the
/// same. Rules may be recursive; they are put together when the process starts and not changed after.
/// </summary>
internal sealed class TextRule(TextLeaf leaf)
{
    private readonly List<(byte[] Name, TextRule Rule, GuardPlace? Place)> _members = [];

    /// <summary>A text.</summary>
    public static TextRule Text { get; } = new(TextLeaf.Text);

    /// <summary>JSON of any shape.</summary>
    public static TextRule Json { get; } = new(TextLeaf.Json);

    /// <summary>JSON in a string.</summary>
    public static TextRule Arguments { get; } = new(TextLeaf.Arguments);

    /// <summary>What only its maker can read, or media.</summary>
    public static TextRule Sealed { get; } = new(TextLeaf.Sealed);

    /// <summary>A link, or media.</summary>
    public static TextRule Media { get; } = new(TextLeaf.Media);

    /// <summary>Log probabilities.</summary>
    public static TextRule Repeat { get; } = new(TextLeaf.Repeat);

    /// <summary>A word, or words in lists and objects.</summary>
    public static TextRule Word { get; } = new(TextLeaf.Word) { AllWords = true };

    public TextLeaf Leaf => leaf;

    /// <summary>Whether members that it does not know are of the rule itself.</summary>
    public bool AllWords { get; private init; }

    /// <summary>Whether an object of it is read member by member.</summary>
    public bool HasMembers => _members.Count > 0 || AllWords;

    /// <summary>Whether the texts of an object of it make a group.</summary>
    public bool IsGroup { get; init; }

    /// <summary>By which of its members an object says what its texts are; null for none.</summary>
    public TextCases? Cases { get; init; }

    /// <summary>Adds a member.</summary>
    /// <param name="name">As the dialect spells it; more than one, separated by a bar.</param>
    /// <param name="rule">What it is.</param>
    /// <param name="place">The place of all its texts; null for that of the object.</param>
    public TextRule With(string name, TextRule rule, GuardPlace? place = null)
    {
        foreach (var one in name.Split('|')) _members.Add((Encoding.UTF8.GetBytes(one), rule, place));
        return this;
    }

    /// <summary>Adds members that are words.</summary>
    public TextRule Words(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) With(name, Word);
        return this;
    }

    /// <summary>The rule of the member whose name the reader stands on; null where it is not known.</summary>
    public TextRule? Find(ref readonly Utf8JsonReader json, out GuardPlace? place)
    {
        var isPlain = !json.ValueIsEscaped && !json.HasValueSequence;
        foreach (var (name, rule, at) in _members)
        {
            if (isPlain ? !json.ValueSpan.SequenceEqual(name) : !JsonWord.Is(in json, name)) continue;
            place = at;
            return rule;
        }

        place = null;
        return null;
    }
}
