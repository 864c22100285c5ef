using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Publish.Intakes;

/// <summary>How a process stands with leased limits, as it says: amounts that no sum of which can overflow, each limit and key once.</summary>
internal static class SliceIntake
{
    /// <summary>As <see cref="SliceState.MaxAmount"/>.</summary>
    public const long MaxAmount = SliceState.MaxAmount;

    /// <summary><c>namespace/policy/name</c> at the longest.</summary>
    public const int MaxLimit = 63 + 1 + 253 + 1 + 63;

    /// <summary>A model, or a <c>server/tool</c>.</summary>
    public const int MaxKey = 512;

    public static SliceWord Take(SliceWord word) => word with
    {
        Slices = word.Slices.IsDefault ? [] :
        [
            .. word.Slices.Where(IsSound)
                .DistinctBy(slice => (slice.Limit, slice.Scope, slice.Key))
                .Take(SliceWord.MaxSlices),
        ],
    };

    private static bool IsSound(SliceState? slice) =>
        slice is { Scope: LimitScope.Agent or LimitScope.Budget }
        && IntakeText.IsName(slice.Limit, MaxLimit)
        && (slice.Key.Length == 0 || IntakeText.IsName(slice.Key, MaxKey))
        && ((long[])[slice.Granted, slice.Used, slice.Estimated, slice.Returned, slice.Reserved, slice.Wanted]).All(amount => amount is >= 0 and <= MaxAmount)
        && slice.Estimated <= slice.Used
        && slice.Returned <= slice.Granted;
}
