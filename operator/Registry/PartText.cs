using System.Globalization;
using System.Text;
using AiGateway.Contracts;

namespace AiGateway.Operator.Registry;

/// <summary>
/// A process' part as a line of the status: pod uid, epoch, the sequences of the report and of the word, the nine amounts, and of things <c>place:used:denied</c>, by their place in status.used. A dash in place of them says that they were
/// not kept.
/// </summary>
internal static class PartText
{
    private const int MaxWord = 64;
    private const string NotKept = "-";

    /// <summary>Whether a pod's uid or an epoch can stand in the line.</summary>
    public static bool IsWord(string text) => text.Length is > 0 and <= MaxWord && text.All(letter => letter is > ' ' and < '\x7f');

    /// <param name="part">The part.</param>
    /// <param name="places">Where a thing stands in status.used; one that does not is not kept.</param>
    /// <param name="most">The most letters that things may take.</param>
    public static string Write(ProcessPart part, IReadOnlyDictionary<(UsedKind Kind, string Name), int> places, int most)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{part.PodUid} {part.Epoch} {part.Sequence}:{part.UsedSequence} ").AppendJoin(',', part.Amounts.ToArray());
        if (part.Things is { Count: 0 }) return line.ToString();

        var things = new StringBuilder();
        foreach (var (key, count) in part.Things ?? [])
        {
            if (places.TryGetValue(key, out var place)) things.Append(CultureInfo.InvariantCulture, $",{place}:{count.Used}:{count.Denied}");
        }

        if (part.Things is null || things.Length > most) return line.Append(' ').Append(NotKept).ToString();
        return things.Length == 0 ? line.ToString() : line.Append(' ').Append(things, 1, things.Length - 1).ToString();
    }

    /// <summary>Null for a line that nobody wrote.</summary>
    public static ProcessPart? Read(string line, IReadOnlyList<(UsedKind Kind, string Name)> things, DateTimeOffset now)
    {
        var words = line.Split(' ');
        if (words.Length is not (4 or 5) || !IsWord(words[0]) || !IsWord(words[1]) || Numbers(words[3], ',') is not { Length: Amounts.Count } amounts) return null;
        if (Numbers(words[2], ':') is not [var sequence, var usedSequence]) return null;
        return new()
        {
            PodUid = words[0],
            Epoch = words[1],
            Sequence = sequence,
            UsedSequence = usedSequence,
            Amounts = Amounts.Of(amounts),
            Things = words.Length == 4 ? [] : ThingsOf(words[4], things),
            HeardAt = now,
        };
    }

    private static Dictionary<(UsedKind Kind, string Name), UseCount>? ThingsOf(string text, IReadOnlyList<(UsedKind Kind, string Name)> things)
    {
        if (text == NotKept) return null;
        var counts = new Dictionary<(UsedKind Kind, string Name), UseCount>();
        foreach (var word in text.Split(','))
        {
            if (Numbers(word, ':') is not [var place, var used, var denied] || place >= things.Count) return null;
            counts[things[(int)place]] = new(used, denied);
        }

        return counts;
    }

    private static long[]? Numbers(string text, char between)
    {
        var words = text.Split(between);
        var numbers = new long[words.Length];
        for (var index = 0; index < words.Length; index++)
        {
            if (!long.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index])) return null;
        }

        return numbers;
    }
}
