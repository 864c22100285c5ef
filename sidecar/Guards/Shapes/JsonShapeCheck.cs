using AiGateway.Contracts.Schemas;

namespace AiGateway.Sidecar.Guards.Shapes;

/// <summary>Texts that are not JSON of a shape. Known when the text is whole, so all of it is held back until then.</summary>
internal sealed class JsonShapeCheck(CheckFacts facts, JsonShape shape) : TextCheck(facts)
{
    /// <summary>Arguments of a tool are one text here, not one for each of their strings.</summary>
    public override bool ReadsJson => true;

    public override TextScan Start() => new Scan(shape);

    private sealed class Scan(JsonShape shape) : TextScan
    {
        private long _settled;

        public override long Settled => _settled;

        public override void Read(in TextWindow window, List<TextMatch> matches)
        {
        }

        public override void Finish(in TextWindow window, List<TextMatch> matches)
        {
            _settled = window.End;
            var verdict = shape.Check(window.Chars.ToArray());
            if (verdict != ShapeVerdict.Fits) matches.Add(new(0, window.End, verdict == ShapeVerdict.NotJson ? "NOT_JSON" : "OTHER_SHAPE"));
        }
    }
}
