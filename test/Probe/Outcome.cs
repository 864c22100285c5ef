namespace AiGateway.Probe;

/// <summary>How an attempt ended: whether it got to where it wanted, and the words of what happened.</summary>
internal readonly record struct Outcome(bool Reached, string Detail)
{
    public static Outcome Refused(string detail) => new(false, detail);

    public static Outcome Arrived(string detail) => new(true, detail);
}
