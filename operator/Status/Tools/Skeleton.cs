using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace AiGateway.Operator.Status.Tools;

/// <summary>
/// What is left of a name for an eye that reads quickly: names with one skeleton are taken for each other. The idea is that of Unicode's confusables (UTS 39, section 4); the table is
/// a small one of our own, for names that are read as English: it would rather miss a rare letter than call two honest names alike.
/// </summary>
internal static class Skeleton
{
    private const int FullWidth = 0xFF01;
    private const int FullWidthEnd = 0xFF5E;
    private const int MathLetters = 0x1D400;
    private const int MathLettersEnd = 0x1D6A3;
    private const int Letters = 26;

    /// <summary>Pairs of letters: what is seen, then what it is taken for. Upper case stands here only where it looks like another letter than its lower case does.</summary>
    private const string LookAlikes =
        "0o1lil|l5s8b2z" // ASCII
        + "ılſsɑaɡgɩl" // Latin beyond it
        + "аaвbсcԁdеeёeѕsіlїlјjкkмmнhоoрpԛqгrтtуyүyхxԝwѵvһhьbӏlѐeΑaαaΒbβbΕeεeΗhηnΙlιlΚkκkΜmΝnνvΟoοoΡpρpΤtτtΥyυuΧxχxΖzζzγyωwςcϲcϳj"; // Cyrillic, Greek

    private static readonly FrozenDictionary<Rune, char> Table =
        Enumerable.Range(0, LookAlikes.Length / 2).ToFrozenDictionary(pair => new Rune(LookAlikes[2 * pair]), pair => LookAlikes[(2 * pair) + 1]);

    /// <summary>The skeleton; the name itself where nothing would be left.</summary>
    public static string Of(string name)
    {
        var seen = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            var plain = Plain(rune);
            if (!IsPassedOver(plain)) seen.Append(Fold(plain));
        }

        return seen.Length == 0 ? name : seen.Replace("rn", "m").Replace("vv", "w").ToString();
    }

    private static string Fold(Rune rune)
    {
        if (Table.TryGetValue(rune, out var same)) return same.ToString();
        var lower = Rune.ToLowerInvariant(rune);
        return Table.TryGetValue(lower, out var letter) ? letter.ToString() : lower.ToString();
    }

    /// <summary>The ASCII letter of which this one is a form for print.</summary>
    private static Rune Plain(Rune rune) => rune.Value switch
    {
        >= FullWidth and <= FullWidthEnd => new(rune.Value - FullWidth + '!'),
        >= MathLetters and <= MathLettersEnd => new('a' + ((rune.Value - MathLetters) % Letters)),
        _ => rune,
    };

    /// <summary>What stands between words, and what nobody sees.</summary>
    private static bool IsPassedOver(Rune rune) => rune.Value == '.' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
