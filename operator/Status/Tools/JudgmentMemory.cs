using AiGateway.Contracts;

namespace AiGateway.Operator.Status.Tools;

/// <summary>The last judgment of each server: thousands of tools are not judged anew each second while nothing changes. Holds those of one look.</summary>
internal sealed class JudgmentMemory
{
    private Dictionary<SourceRef, Judgment> _last = [];
    private Dictionary<SourceRef, Judgment> _now = [];

    /// <summary>A look begins: what the last one did not ask for is forgotten.</summary>
    public void Begin() => (_last, _now) = (_now, []);

    public Judgment Of(SourceRef server, Evidence evidence)
    {
        if (!_last.TryGetValue(server, out var judgment) || judgment.Evidence != evidence) judgment = Judgment.Of(evidence);
        return _now[server] = judgment;
    }
}
