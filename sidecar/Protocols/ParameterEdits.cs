using System.Buffers;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// What a route's parameters change in a body, as edits of its bytes. The gateway's own edits come first: a member that they make or change is out of the rules' reach,
/// except <c>stream_options</c>, which some providers do not take.
/// </summary>
internal static class ParameterEdits
{
    private const string StreamOptions = "stream_options";

    /// <param name="body">The body, a JSON object; any other is left alone.</param>
    /// <param name="rules">The route's rule, then the target's; each is defaults, then overrides, then removal.</param>
    /// <param name="others">Edits that are to be made as well: ordered, none overlapping another.</param>
    /// <returns>All edits together: ordered, none overlapping another.</returns>
    public static BodyEdit[] Compute(in ReadOnlySequence<byte> body, IReadOnlyList<ParametersRule> rules, ReadOnlySpan<BodyEdit> others)
    {
        if (rules.Count == 0 || TopMembers.Read(body) is not { } root) return others.ToArray();

        var given = others.ToArray();
        var names = root.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var inserted = given.Where(edit => IsAtRoot(edit, root)).SelectMany(NamesIn).ToHashSet(StringComparer.Ordinal);
        var pinned = root.Members.Where(member => given.Any(edit => IsWithin(edit, member))).Select(member => member.Name)
            .Concat(given.Where(edit => root.Members.Exists(member => edit.Start == member.Start && edit.Length > 0)).SelectMany(NamesIn))
            .Concat(inserted).Where(name => name != StreamOptions).ToHashSet(StringComparer.Ordinal);

        var changes = new ParameterChanges(names.Concat(inserted).ToHashSet(StringComparer.Ordinal), pinned);
        foreach (var rule in rules) changes.Apply(rule);
        return Assemble(root, given, changes);
    }

    private static BodyEdit[] Assemble(TopMembers root, BodyEdit[] given, ParameterChanges changes)
    {
        var names = root.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var added = Join(changes.Added(names).Select(member => Spell(member.Name, member.Value)));
        var kept = root.Members.Where(member => changes.Keeps(member.Name)).ToList();
        var first = Join(given.Where(edit => IsAtRoot(edit, root) && !NamesIn(edit).Any(changes.Touches)).Select(TrimComma));
        if (first.Length > 0 && kept.Count + added.Length > 0) first = [.. first, (byte)','];

        List<BodyEdit> edits = first.Length > 0 ? [new(root.RootStart, 0, first)] : [];
        edits.AddRange(given.Where(edit => !IsAtRoot(edit, root) && !root.Members.Exists(member => changes.Touches(member.Name) && IsWithin(edit, member))));
        edits.AddRange(kept.Where(member => changes.Touches(member.Name))
            .Select(member => new BodyEdit(member.ValueStart, member.End - member.ValueStart, changes.ValueOf(member.Name)!)));
        edits.AddRange(Remove(root, changes));
        AddAtEnd(edits, root, kept, added);
        return [.. edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.Length > 0)];
    }

    /// <summary>Takes away what is not kept and stands before something that is, with the comma behind it.</summary>
    private static IEnumerable<BodyEdit> Remove(TopMembers root, ParameterChanges changes)
    {
        var from = -1L;
        foreach (var member in root.Members)
        {
            if (!changes.Keeps(member.Name))
            {
                from = from < 0 ? member.Start : from;
                continue;
            }

            if (from >= 0) yield return new(from, member.Start - from, default);
            from = -1;
        }
    }

    /// <summary>Behind the last that is kept: what is added, in the place of all that is not kept there.</summary>
    private static void AddAtEnd(List<BodyEdit> edits, TopMembers root, List<TopMember> kept, byte[] added)
    {
        var end = root.Members.Count > 0 ? root.Members[^1].End : root.RootStart;
        var start = kept.Count > 0 ? kept[^1].End : root.Members.Count > 0 ? root.Members[0].Start : root.RootStart;
        byte[] text = kept.Count > 0 && added.Length > 0 ? [(byte)',', .. added] : added;
        if (end > start || text.Length > 0) edits.Add(new(start, end - start, text));
    }

    private static bool IsAtRoot(BodyEdit edit, TopMembers root) => edit.Length == 0 && edit.Start == root.RootStart;

    /// <summary>What is put in right before a member is no part of it.</summary>
    private static bool IsWithin(BodyEdit edit, TopMember member) =>
        edit.Start >= member.Start && edit.Start + edit.Length <= member.End && (edit.Length > 0 || (edit.Start > member.Start && edit.Start < member.End));

    private static IEnumerable<string> NamesIn(BodyEdit edit)
    {
        byte[] whole = [(byte)'{', .. TrimComma(edit), (byte)'}'];
        return TopMembers.Read(new(whole))?.Members.Select(member => member.Name) ?? [];
    }

    private static byte[] TrimComma(BodyEdit edit) => edit.Text.Span.TrimEnd(" \r\n\t,"u8).ToArray();

    private static byte[] Spell(string name, byte[] value) => [(byte)'"', .. JsonEncodedText.Encode(name).EncodedUtf8Bytes, (byte)'"', (byte)':', .. value];

    private static byte[] Join(IEnumerable<byte[]> members)
    {
        var joined = new ArrayBufferWriter<byte>();
        foreach (var member in members)
        {
            if (joined.WrittenCount > 0) joined.Write(","u8);
            joined.Write(member);
        }

        return joined.WrittenSpan.ToArray();
    }
}
