using System.Buffers;
using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Encodings;

/// <summary>
/// Base64, hexadecimal digits and percent-encoding, decoded and given to the other checks of the guardrail. What they find in it makes the whole run a match, under their label. What was
/// decoded is decoded once more, so that two layers hide nothing.
/// </summary>
internal sealed class EncodedCheck(CheckFacts facts, EncodedSettings? settings, ImmutableArray<TextCheck> others) : TextCheck(facts)
{
    private const int DefaultDepth = 2;

    /// <summary>Checks that are about a text as a whole say nothing of a part of it.</summary>
    private static readonly ImmutableArray<string> s_wholes = [CheckTypes.Length, CheckTypes.JsonSchema, CheckTypes.Language, CheckTypes.Encoded];

    private readonly int _depth = Math.Clamp(settings?.Depth ?? DefaultDepth, 1, DefaultDepth);
    private readonly EncodedForms _forms = EncodedForms.Of(settings);

    /// <summary>
    /// The check, once for each set of places at which the same other checks look. One of them that is in the shadow is not asked for a check that is not: what it finds would be acted on.
    /// </summary>
    public static IEnumerable<TextCheck> Of(CheckFacts facts, EncodedSettings? settings, ImmutableArray<TextCheck> others)
    {
        var fit = others.Where(other => !s_wholes.Contains(other.Facts.Type) && (facts.IsShadow || !other.Facts.IsShadow)).ToList();
        return from place in facts.On
               let looking = fit.Where(other => other.Facts.On.Contains(place)).ToImmutableArray()
               where !looking.IsEmpty
               group place by string.Join(',', looking.Select(other => fit.IndexOf(other))) into places
               select new EncodedCheck(facts with { On = [.. places] }, settings, [.. fit.Where(other => other.Facts.On.Contains(places.First()))]);
    }

    public override TextScan Start() => new EncodedScan(this);

    /// <summary>Adds what is found in the runs of a token, which begins at this place of the text; the runs that were found do not overlap.</summary>
    public void Judge(ReadOnlySpan<char> token, long start, List<TextMatch> matches)
    {
        var found = matches.Count;
        foreach (var run in EncodedToken.RunsOf(token, _forms))
        {
            if (Overlaps(matches, found, (start + run.Start, start + run.End))) continue;
            if (LabelOf(token[run.Start..run.End], run.Form, _depth) is { } label) matches.Add(new(start + run.Start, start + run.End + Padding(token[run.End..]), label));
        }
    }

    private string? LabelOf(ReadOnlySpan<char> run, EncodedForm form, int depth)
    {
        for (var shift = 0; shift < Decoder.ShiftsOf(form); shift++)
        {
            if (Decoder.Decode(run, form, shift, out var length) is not { } decoded) continue;
            try
            {
                if (LabelIn(decoded.AsSpan(0, length), depth - 1) is { } label) return label;
            }
            finally
            {
                ArrayPool<char>.Shared.Return(decoded, clearArray: true);
            }
        }

        return null;
    }

    /// <summary>The label of the first thing that is found in a decoded text.</summary>
    private string? LabelIn(ReadOnlySpan<char> text, int depth)
    {
        List<TextMatch> found = [];
        foreach (var check in others)
        {
            using var scan = check.Start();
            scan.Read(new(text, 0, 0), found);
            scan.Finish(new(text, 0, text.Length), found);
            if (found.Count > 0) return found[0].Label;
        }

        if (depth == 0) return null;
        for (var at = 0; at < text.Length; at++)
        {
            if (!EncodedToken.Has(text[at])) continue;
            var start = at;
            while (at < text.Length && EncodedToken.Has(text[at])) at++;
            foreach (var run in EncodedToken.RunsOf(text[start..at], _forms))
            {
                if (LabelOf(text[(start + run.Start)..(start + run.End)], run.Form, depth) is { } label) return label;
            }
        }

        return null;
    }

    private static bool Overlaps(List<TextMatch> matches, int from, (long Start, long End) run)
    {
        for (var at = from; at < matches.Count; at++)
        {
            if (matches[at].Start < run.End && run.Start < matches[at].End) return true;
        }

        return false;
    }

    private static int Padding(ReadOnlySpan<char> rest) => rest.StartsWith("==") ? 2 : rest.StartsWith("=") ? 1 : 0;
}
