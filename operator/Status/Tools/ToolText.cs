using System.Globalization;
using System.Text;

namespace AiGateway.Operator.Status.Tools;

/// <summary>Tools in sentences for people. Names are a foreign server's words: what would not be seen in one, or would turn the text around it, is written as its number.</summary>
internal static class ToolText
{
    private const int Named = 3;

    public static string Quote(string name)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsSeen(rune)) text.Append(rune.ToString());
            else text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return text.Append('"').ToString();
    }

    /// <summary>The first few, and how many more there are.</summary>
    public static string List<T>(IReadOnlyCollection<T> parts, Func<T, string> describe)
    {
        var first = string.Join(", ", parts.Take(Named).Select(describe));
        return parts.Count <= Named ? first : $"{first} and {parts.Count - Named} more";
    }

    private static bool IsSeen(Rune rune) => rune.Value != '"' && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
