namespace AiGateway.Operator.Registry;

/// <summary>One thing's total over all processes of an agent, and when it was last asked for.</summary>
internal sealed class UseTotal
{
    public UseCount Count { get; set; }

    public DateTimeOffset At { get; set; }
}
