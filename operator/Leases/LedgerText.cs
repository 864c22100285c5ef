using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Leases;

/// <summary>
/// The ledgers of one object as lines of text: <c>terms unit window|period</c>, then for each count <c>count key spent estimated</c>, its buckets <c>b end used estimated</c> and its holders
/// <c>h pod epoch granted returned used estimated [lost lostIn ended]</c>. Read strictly: a text that was not written here is no ledger.
/// </summary>
internal static class LedgerText
{
    public const string Head = "aigateway-ledger 1";

    private const int HashChars = 11;

    public static string Write(LedgerTerms terms, IEnumerable<KeyValuePair<string, Ledger>> counts)
    {
        var text = new StringBuilder(Head).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"terms {terms.Unit} {(terms.Period is { } period ? period.ToString() : terms.Window)}\n");
        foreach (var (key, ledger) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"count .{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key))} {ledger.Spent} {ledger.Estimated}\n");
            foreach (var bucket in ledger.Window.All) text.Append(CultureInfo.InvariantCulture, $"b {bucket.End} {bucket.Used} {bucket.Estimated}\n");
            foreach (var holder in ledger.Holders.OrderBy(holder => holder.Id)) Write(text, holder);
        }

        return text.ToString();
    }

    /// <summary>Unit and window of a text, with an amount of nothing; null where it cannot be read.</summary>
    public static LedgerTerms? TermsOf(string text)
    {
        if (text.Split('\n', 3) is not [Head, var second, _] || second.Split(' ') is not ["terms", var unit, var window] || !Enum.TryParse<LimitUnit>(unit, out var counted)) return null;
        return LedgerTerms.Unknown with { Unit = counted, Window = Number(window) ?? 0, Period = Enum.TryParse<LimitPeriod>(window, out var period) && Number(window) is null ? period : null };
    }

    /// <summary>The counts by key; null where the text cannot be read. What was counted in another unit is not taken over.</summary>
    public static Dictionary<string, Ledger>? Read(string text, LedgerTerms terms, long now)
    {
        var lines = text.Split('\n');
        if (lines.Length < 3 || lines[0] != Head || lines[^1].Length > 0 || lines[1].Split(' ') is not ["terms", var unit, var window]) return null;
        if (!Enum.TryParse<LimitUnit>(unit, out var counted)) return null;

        var sections = new List<LedgerSection>();
        foreach (var line in lines.AsSpan(2, lines.Length - 3))
        {
            var words = line.Split(' ');
            if (words[0] != "count" && (sections is [] || !Read(words, sections[^1]))) return null;
            if (words[0] != "count") continue;
            if (ReadCount(words) is not { } section) return null;
            sections.Add(section);
        }

        if (sections.DistinctBy(section => section.Key).Count() != sections.Count) return null;
        if (counted != terms.Unit) return [];
        var isSame = window == (terms.Period is { } period ? period.ToString() : terms.Window.ToString(CultureInfo.InvariantCulture));
        return sections.ToDictionary(section => section.Key, section => section.Make(terms, isSame ? null : now), StringComparer.Ordinal);
    }

    private static void Write(StringBuilder text, Holder holder)
    {
        if (holder is { Granted: 0, Used: 0, Lost: 0 }) return;
        text.Append("h ").Append(Hash(holder.Id.Pod)).Append(' ').Append(Hash(holder.Id.Epoch));
        text.Append(CultureInfo.InvariantCulture, $" {holder.Granted} {holder.Returned} {holder.Used} {holder.Estimated}");
        if (holder.Lost > 0 || holder.Ended is not null) text.Append(CultureInfo.InvariantCulture, $" {holder.Lost} {holder.LostIn} {holder.Ended ?? 0}");
        text.Append('\n');
    }

    private static LedgerSection? ReadCount(string[] words) =>
        words is [_, ['.', .. var key], var spent, var estimated] && Number(spent) is { } all && Number(estimated) is { } guessed && Key(key) is { } name
            ? new() { Key = name, Spent = all, Estimated = guessed }
            : null;

    private static bool Read(string[] words, LedgerSection section)
    {
        var numbers = Array.ConvertAll(words[(words[0] == "h" ? Math.Min(3, words.Length) : 1)..], Number);
        if (numbers.Any(number => number is null)) return false;
        var values = Array.ConvertAll(numbers, number => number!.Value);
        switch (words[0], values)
        {
            case ("b", [var end, var used, var estimated]) when section.Buckets is [] || section.Buckets[^1].End < end:
                section.Buckets.Add(new() { End = end, Used = used, Estimated = estimated });
                return true;
            case ("h", [var granted, var returned, var used, var estimated, .. var rest]) when rest.Length is 0 or 3 && Hash(words[1]) is { } pod && Hash(words[2]) is { } epoch:
                return section.Holders.TryAdd(new(pod, epoch), new()
                {
                    Id = new(pod, epoch), Granted = granted, Returned = returned, Used = used, Estimated = estimated,
                    Lost = rest is [var lost, ..] ? lost : 0, LostIn = rest is [_, var lostIn, _] ? lostIn : 0, Ended = rest is [.., > 0 and var ended] ? ended : null,
                });
            default:
                return false;
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Key(string hex)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(hex));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Hash(ulong hash)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, hash);
        return Base64Url.EncodeToString(bytes);
    }

    private static ulong? Hash(string text)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong) + 1];
        return text.Length == HashChars && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var count) && count == sizeof(ulong)
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : null;
    }
}
