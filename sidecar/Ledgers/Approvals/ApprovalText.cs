namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>Words that come from outside of the process, bounded and on one line before anybody reads them.</summary>
internal static class ApprovalText
{
    /// <summary>The longest name of an ApprovalRequest with its namespace.</summary>
    public const int MaxRequest = 317;

    /// <summary>The longest reason of whoever decided.</summary>
    public const int MaxReason = 256;

    /// <summary>At most so many characters, with spaces for what a line or a terminal would take for more than text.</summary>
    public static string Bounded(string text, int most)
    {
        if (text.Length > most) text = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        return string.Create(text.Length, text, static (made, from) =>
        {
            for (var index = 0; index < from.Length; index++) made[index] = IsText(from[index]) ? from[index] : ' ';
        });
    }

    /// <summary>Whether it is shown as what it is: no control, no invisible or turning mark, no line's end.</summary>
    public static bool IsText(char letter) => char.GetUnicodeCategory(letter) is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned);
}
