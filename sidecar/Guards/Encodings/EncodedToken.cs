using System.Buffers;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Encodings;

/// <summary>
/// What may be encoded: a run of the characters of URLs, base64 and hexadecimal digits. Within it base64 may stand in either alphabet, between slashes or hyphens that are not its own, so that
/// the runs of each alphabet are all told; each character is in at most five of them.
/// </summary>
internal static class EncodedToken
{
    /// <summary>Shorter runs of base64 or hexadecimal digits hide no secret, in characters.</summary>
    public const int Least = 16;

    private const string Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> s_token = SearchValues.Create(Alphanumerics + "%+/=_.~&?:@#$!*-");
    private static readonly SearchValues<char> s_base64 = SearchValues.Create(Alphanumerics + "+/-_");
    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The widest alphabet is not among them: no encoder mixes them.</summary>
    private static readonly SearchValues<char>[] s_alphabets = [SearchValues.Create(Alphanumerics + "+/"), SearchValues.Create(Alphanumerics + "-_"), SearchValues.Create(Alphanumerics)];

    private static readonly HashSet<EncodedRun> s_none = [];

    public static bool Has(char one) => s_token.Contains(one);

    /// <summary>Where the next token begins, from an index on; -1 for nowhere.</summary>
    public static int Next(ReadOnlySpan<char> text, int from) => text[from..].IndexOfAny(s_token) is >= 0 and var found ? from + found : -1;

    public static bool IsBase64(char one) => s_base64.Contains(one);

    /// <summary>All runs of a token in these forms. Most tokens are words, which have none.</summary>
    public static HashSet<EncodedRun> RunsOf(ReadOnlySpan<char> token, EncodedForms forms)
    {
        var isEscaped = forms.Percent && HasEscape(token);
        if (token.Length < Least && !isEscaped) return s_none;
        HashSet<EncodedRun> runs = [];
        if (isEscaped) runs.Add(new(0, token.Length, EncodedForm.Percent));
        if (forms.Hex) Add(token, s_hex, EncodedForm.Hex, runs);
        if (!forms.Base64) return runs;
        foreach (var alphabet in s_alphabets) Add(token, alphabet, EncodedForm.Base64, runs);
        return runs;
    }

    private static void Add(ReadOnlySpan<char> token, SearchValues<char> alphabet, EncodedForm form, HashSet<EncodedRun> runs)
    {
        for (var at = 0; at < token.Length;)
        {
            var start = token[at..].IndexOfAny(alphabet);
            if (start < 0) return;
            start += at;
            var length = token[start..].IndexOfAnyExcept(alphabet);
            at = length < 0 ? token.Length : start + length;
            if (at - start >= Least) runs.Add(new(start, at, form));
        }
    }

    private static bool HasEscape(ReadOnlySpan<char> token)
    {
        for (var at = token.IndexOf('%'); at >= 0 && at + 2 < token.Length;)
        {
            if (char.IsAsciiHexDigit(token[at + 1]) && char.IsAsciiHexDigit(token[at + 2])) return true;
            var next = token[(at + 1)..].IndexOf('%');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }
}
