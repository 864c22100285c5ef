namespace AiGateway.Sidecar.Guards.Pii;

/// <summary>Numbers as people write them: groups of digits and letters with separators between.</summary>
internal static class NumberText
{
    /// <summary>How many characters are no separators; writes as many of them as there is room for, letters in capitals.</summary>
    public static int Collect(ReadOnlySpan<char> text, Span<char> into)
    {
        var count = 0;
        foreach (var one in text)
        {
            if (!char.IsAsciiLetterOrDigit(one)) continue;
            if (count < into.Length) into[count] = char.ToUpperInvariant(one);
            count++;
        }

        return count;
    }

    /// <summary>Where the group before the one that ends here ends; 0 for none.</summary>
    public static int Previous(ReadOnlySpan<char> text, int end)
    {
        while (end > 0 && char.IsAsciiLetterOrDigit(text[end - 1])) end--;
        while (end > 0 && !char.IsAsciiLetterOrDigit(text[end - 1])) end--;
        return end;
    }

    /// <summary>Where the given number of characters that are no separators ends; -1 where there are not so many, or it would cut a group.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int count)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsAsciiLetterOrDigit(text[index]) || --count > 0) continue;
            return index + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[index + 1]) ? index + 1 : -1;
        }

        return -1;
    }

    public static bool IsBare(ReadOnlySpan<char> text)
    {
        foreach (var one in text)
        {
            if (!char.IsAsciiLetterOrDigit(one)) return false;
        }

        return true;
    }

    /// <summary>Whether the text has this shape: <c>0</c> stands for a digit, all else for itself.</summary>
    public static bool Has(ReadOnlySpan<char> text, string shape)
    {
        if (text.Length != shape.Length) return false;
        for (var index = 0; index < shape.Length; index++)
        {
            if (shape[index] == '0' ? !char.IsAsciiDigit(text[index]) : text[index] != shape[index]) return false;
        }

        return true;
    }

    /// <summary>Whether what follows is the rest of a longer number or identifier: behind a hyphen or a point, before which stand letters and digits with a digit among them.</summary>
    public static bool GoesOn(ReadOnlySpan<char> before)
    {
        if (before.Length < 2 || before[^1] is not ('-' or '.')) return false;
        for (var index = before.Length - 2; index >= 0 && char.IsAsciiLetterOrDigit(before[index]); index--)
        {
            if (char.IsAsciiDigit(before[index])) return true;
        }

        return false;
    }
}
