namespace AiGateway.Budget.Tests.Fleet;

/// <summary>How the calls of a round ended.</summary>
internal sealed record Tally(IReadOnlyList<AgentCall> Calls, IReadOnlyList<Outcome> Outcomes)
{
    public int Of(Outcome outcome) => Outcomes.Count(one => one == outcome);

    /// <summary>The scripts of the calls that ended so.</summary>
    public IEnumerable<int> Scripts(Outcome outcome) => Calls.Zip(Outcomes).Where(pair => pair.Second == outcome).Select(pair => pair.First.Script.Id);

    /// <summary>Why calls failed, each reason once.</summary>
    public string Failures => string.Join('\n', Calls.Zip(Outcomes).Where(pair => pair.Second == Outcome.Failed).Select(pair => pair.First.Why).Distinct().Take(3));

    public override string ToString() => $"{Of(Outcome.Answered)} answered, {Of(Outcome.Killed)} killed, {Of(Outcome.Refused)} refused, {Of(Outcome.Failed)} failed, {Calls.Sum(call => call.Refusals)} refusals";
}
