namespace AiGateway.Operator.Registry;

/// <summary>How often one thing was let through and denied.</summary>
internal readonly record struct UseCount(long Used, long Denied)
{
    /// <summary>This total with what a process says beyond what was counted of it. A process that says less has forgotten the thing meanwhile, and counts it from nothing.</summary>
    public UseCount Plus(UseCount now, UseCount counted)
    {
        var from = now.Used < counted.Used || now.Denied < counted.Denied ? default : counted;
        return new(Sum(Used, now.Used - from.Used), Sum(Denied, now.Denied - from.Denied));
    }

    private static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
