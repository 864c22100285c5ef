using System.Globalization;
using AiGateway.Contracts.Limits;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>What sidecars say of the Budget, added up.</summary>
internal sealed record Books(long Used, long Estimated)
{
    /// <summary>How a sidecar stands with the Budget, once no call holds anything of it.</summary>
    public static SliceState Of(SidecarUnit unit)
    {
        var slice = unit.Slice;
        return new() { Limit = SidecarFleet.Limit, Scope = LimitScope.Budget, Granted = slice.Granted, Used = slice.Used, Estimated = slice.Estimated, Returned = slice.Returned };
    }

    public static Books Of(IReadOnlyList<SliceState> said) => new(said.Sum(slice => slice.Used), said.Sum(slice => slice.Estimated));

    /// <summary>With processes that vanished: all that they had left counts as used, by estimate.</summary>
    public Books WithLost(IEnumerable<SliceState> lost)
    {
        var left = lost.Sum(slice => Math.Max(0, slice.Granted - slice.Returned - slice.Used));
        return new(Used + left, Estimated + left);
    }

    /// <summary>What the Budget's status then says, with nothing out any more.</summary>
    public string Status => $"consumed {Text(Used)}, estimated {Text(Estimated)}, out 0, holders 0";

    private static string Text(long nanos) => (nanos / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture);
}
