using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Shapes;

/// <summary>Texts that are too long or too short. The part of a text that is within the bound passes while the rest is not there yet.</summary>
internal sealed class LengthCheck(CheckFacts facts, LengthSettings settings) : TextCheck(facts)
{
    public override TextScan Start() => new Scan(settings.MinCharacters ?? 0, settings.MaxCharacters ?? long.MaxValue);

    private sealed class Scan(long least, long most) : TextScan
    {
        private bool _isFound;
        private long _settled;

        public override long Settled => _settled;

        public override void Read(in TextWindow window, List<TextMatch> matches)
        {
            if (window.End >= least) _settled = Math.Min(window.End, most);
            if (window.End <= most || _isFound) return;
            _isFound = true;
            matches.Add(new(most, most + 1, "TOO_LONG")); // How much more there is hangs on the pieces.
        }

        public override void Finish(in TextWindow window, List<TextMatch> matches)
        {
            if (window.End < least) matches.Add(new(0, window.End, "TOO_SHORT"));
            _settled = window.End;
        }
    }
}
