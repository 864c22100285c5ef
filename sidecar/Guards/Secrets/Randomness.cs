namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>Whether characters look drawn at random, as keys are, and not written by somebody, as placeholders are.</summary>
internal static class Randomness
{
    /// <summary>A run of one character that is longer is none of a key: the chance of it in 40 hexadecimal digits is 1 in 30,000.</summary>
    private const int LongestRun = 4;

    private static readonly string[] s_written = ["example", "placeholder", "changeme", "change-me", "change_me", "redacted", "your-", "your_", "yourkey", "yourtoken", "insert", "dummy", "sample", "1234567890", "0123456789", "abcdefgh", "deadbeef"];

    /// <summary>Whether keys of any alphabet from hexadecimal on have these characters with a chance that is no accident.</summary>
    public static bool IsDrawn(ReadOnlySpan<char> text) => Bits(text) >= (text.Length >= 32 ? 3.0 : text.Length >= 16 ? 2.6 : 2.2) && !HasRun(text) && !IsWritten(text);

    /// <summary>Whether words that people put where a key would stand are in it.</summary>
    public static bool IsWritten(ReadOnlySpan<char> text)
    {
        foreach (var word in s_written)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Shannon's entropy of the characters' own frequencies, in bits a character; 0 where one is not ASCII.</summary>
    public static double Bits(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var one in text)
        {
            if (one >= counts.Length) return 0;
            counts[one]++;
        }

        var bits = 0d;
        foreach (var count in counts)
        {
            if (count > 0) bits -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        }

        return bits;
    }

    private static bool HasRun(ReadOnlySpan<char> text)
    {
        for (var (at, run) = (1, 1); at < text.Length; at++)
        {
            run = text[at] == text[at - 1] ? run + 1 : 1;
            if (run > LongestRun) return true;
        }

        return false;
    }
}
