using System.Collections.Frozen;
using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Injections;

/// <summary>
/// Instructions in what a model reads. A score, not proof: it says that a text speaks as those that attack do, and a text that speaks otherwise passes. Where it bites, the text is held
/// back from its first marker on until its score is known.
/// </summary>
internal sealed class InjectionCheck(CheckFacts facts, int threshold) : TextCheck(facts)
{
    public const string Label = "INJECTION";
    public const int DefaultThreshold = 50;

    private static readonly ImmutableArray<string> s_names = [.. Enumerable.Range(0, Markers.All.Length).Select(index => $"{index}")];

    /// <summary>The rules carry their place in <see cref="Markers.All"/> in place of the label, which is told of the whole text alone.</summary>
    private static readonly PatternSet s_markers = new([.. Markers.All.Select((marker, index) => marker.Rule with { Label = s_names[index] })]);

    private static readonly FrozenDictionary<string, int> s_places = s_names.Index().ToFrozenDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);

    public override TextScan Start() => new Scan(s_markers.Start(), threshold);

    private sealed class Scan(PatternScan markers, int threshold) : TextScan
    {
        private readonly List<TextMatch> _found = [];
        private readonly bool[] _seen = new bool[Markers.All.Length];
        private long _first = long.MaxValue;
        private long _last;
        private int _score;
        private bool _isTold;

        public override long Settled => _isTold || _score == 0 ? markers.Settled : Math.Min(markers.Settled, _first);

        public override void Read(in TextWindow window, List<TextMatch> matches)
        {
            markers.Read(window, _found);
            Weigh(matches);
        }

        public override void Finish(in TextWindow window, List<TextMatch> matches)
        {
            markers.Finish(window, _found);
            Weigh(matches);
            _isTold = true;
        }

        public override void Dispose() => markers.Dispose();

        /// <summary>In the order of the text, and only as far as no other marker can still come before: so that the outcome does not hang on the pieces.</summary>
        private void Weigh(List<TextMatch> matches)
        {
            _found.Sort(static (one, other) => (one.Start, one.End, one.Label).CompareTo((other.Start, other.End, other.Label)));
            var certain = _found.FindIndex(match => match.Start >= markers.Settled);
            var count = certain < 0 ? _found.Count : certain;
            foreach (var match in _found[..count]) Weigh(match, matches);
            _found.RemoveRange(0, count);
        }

        private void Weigh(in TextMatch match, List<TextMatch> matches)
        {
            var place = s_places[match.Label];
            if (_isTold || _seen[place]) return;
            _seen[place] = true;
            (_first, _last) = (Math.Min(_first, match.Start), Math.Max(_last, match.End));
            _score += Markers.All[place].Weight;
            if (_score < threshold) return;
            _isTold = true;
            matches.Add(new(_first, _last, Label));
        }
    }
}
