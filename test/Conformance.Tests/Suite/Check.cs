namespace AiGateway.Conformance.Tests.Suite;

/// <summary>One thing that the suite looked at, and what it says of it.</summary>
internal sealed record Check(string Scenario, string Id, string Name, string Status, string? Error)
{
    public bool Passed => Status == "SUCCESS";

    /// <summary>A warning is a rule that a server should keep: ours keeps those too.</summary>
    public bool Failed => Status is "FAILURE" or "WARNING";

    public override string ToString() => $"{Scenario}: {Name} ({Id}) is {Status}: {Error}";
}
