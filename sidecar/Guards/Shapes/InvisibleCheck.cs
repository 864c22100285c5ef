using System.Collections.Frozen;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Shapes;

/// <summary>
/// Characters that nobody sees and a model reads: by which a text says something else to the one than to the other. What languages and emoji need is left alone. A mask takes them out.
/// </summary>
internal sealed class InvisibleCheck(CheckFacts facts, InvisibleSettings settings) : TextCheck(facts)
{
    private readonly FrozenSet<InvisibleKind> _kinds = (settings.Kinds ?? [.. Enum.GetValues<InvisibleKind>()]).ToFrozenSet();

    public override TextScan Start() => new Scan(this);

    public override string MaskOf(in TextMatch match, ReadOnlySpan<char> text, MaskVault vault) => "";

    private static string LabelOf(InvisibleKind kind) => kind switch
    {
        InvisibleKind.ZeroWidth => "ZERO_WIDTH",
        InvisibleKind.Bidi => "BIDI",
        _ => "TAG",
    };

    private sealed class Scan(InvisibleCheck check) : TextScan
    {
        private long _settled;

        public override long Settled => _settled;

        public override void Read(in TextWindow window, List<TextMatch> matches)
        {
            var chars = window.Chars;
            for (var at = window.Fresh; at < chars.Length; at++)
            {
                var skip = chars[at..].IndexOfAnyExceptInRange('\0', '\u00ac');
                if (skip < 0) break;
                at += skip;
                if (InvisibleCharacters.KindOf(chars, at, out var length) is not { } kind || !check._kinds.Contains(kind)) continue;
                matches.Add(new(window.Start + at + 1 - length, window.Start + at + 1, LabelOf(kind)));
            }

            // The first half of a character that is none of these is nothing to wait for.
            _settled = window.End - (chars is [.., InvisibleCharacters.HighOfTags] ? 1 : 0);
        }

        public override void Finish(in TextWindow window, List<TextMatch> matches) => _settled = window.End;
    }
}
