using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Tests.Guards;

/// <summary>A check that needs the whole text.</summary>
internal sealed class HoldingCheck(GuardAction action) : TextCheck(new() { Guardrail = "shop/test", Index = 0, Type = CheckTypes.JsonSchema, On = [GuardPlace.Output], Action = action })
{
    public override TextScan Start() => new Scan();

    private sealed class Scan : TextScan
    {
        private long _settled;

        public override long Settled => _settled;

        public override void Read(in TextWindow window, List<TextMatch> matches)
        {
        }

        public override void Finish(in TextWindow window, List<TextMatch> matches) => _settled = window.End;
    }
}
