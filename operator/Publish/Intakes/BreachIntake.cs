using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Publish.Intakes;

/// <summary>The limits that a process says it reached: each once, at no time ahead.</summary>
internal static class BreachIntake
{
    public static BreachWord Take(BreachWord word, DateTimeOffset now) => word with
    {
        Breaches = word.Breaches.IsDefault ? [] :
        [
            .. word.Breaches.Where(IsSound)
                .DistinctBy(breach => (breach.Limit, breach.Scope))
                .Take(BreachWord.MaxBreaches)
                .Select(breach => breach with { At = IntakeText.Past(breach.At, now) }),
        ],
    };

    private static bool IsSound(Breach? breach) =>
        breach is not null
        && IntakeText.IsName(breach.Limit, SliceIntake.MaxLimit)
        && Enum.IsDefined(breach.Scope) && Enum.IsDefined(breach.Action)
        && breach.Refused >= 0;
}
