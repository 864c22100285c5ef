using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages;

/// <summary>
/// The order in which one call tries its targets: by priority, and within one by chance and weight. The chance of a sticky route is the conversation's, so that all its
/// calls throw alike, and a target that comes or goes moves no conversation that it does not take or leave (weighted rendezvous hashing).
/// </summary>
internal static class TargetOrder
{
    public static ImmutableArray<Target> Of(Plan plan, Dice dice)
    {
        var targets = plan.Targets;
        if (targets.Length == 1 || !(plan.Route.Sticky || targets.Any(target => target.Weight is not null))) return targets;

        var ranked = new List<Target>(targets.Length);
        for (var start = 0; start < targets.Length;)
        {
            var group = targets[start..].TakeWhile(target => target.Priority == targets[start].Priority).ToList();
            ranked.AddRange(plan.Route.Sticky || group.Exists(target => target.Weight is not null) ? group.OrderBy(target => Rank(plan, target, dice)) : group);
            start += group.Count;
        }

        return [.. ranked];
    }

    /// <summary>The lowest of such ranks is each target's as often as its share of the weights.</summary>
    private static double Rank(Plan plan, Target target, Dice dice)
    {
        var chance = plan.Conversation is { } conversation ? ChanceOf(conversation, target) : dice.Throw();
        return -Math.Log(chance) / (target.Weight ?? 1);
    }

    private static double ChanceOf(ulong conversation, Target target)
    {
        var hash = StableHash.Add(StableHash.Add(StableHash.Start, target.Provider.Name), target.Model ?? "");
        return ((StableHash.Mix(conversation ^ StableHash.Mix(hash)) >> 11) + 0.5) / (1UL << 53);
    }
}
