using System.Globalization;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.NetworkPolicies;

/// <summary>Ports from the first to the last.</summary>
internal readonly record struct PortRange(int First, int Last)
{
    /// <summary>The most ports that are written one by one where the API server takes no range.</summary>
    public const int MostSingles = 64;

    /// <summary>Whether they are all ports there are.</summary>
    public bool IsAll => (First, Last) == (1, 65535);

    /// <summary>Whether an API server without ranges can have them.</summary>
    public bool IsSayable => IsAll || Last - First < MostSingles;

    /// <summary>The ports of a target; a host that names none has 80 and 443.</summary>
    public static IEnumerable<PortRange> Of(EgressTarget target) => target.Ports is var (first, last) ? [new(first, last)] : [new(80, 80), new(443, 443)];

    /// <summary>In order, those that overlap made one.</summary>
    public static IEnumerable<PortRange> Merge(IEnumerable<PortRange> ranges)
    {
        PortRange? open = null;
        foreach (var range in ranges.OrderBy(one => one.First).ThenByDescending(one => one.Last))
        {
            if (open is { } last && range.First <= last.Last) open = last with { Last = Math.Max(last.Last, range.Last) };
            else
            {
                if (open is { } done) yield return done;
                open = range;
            }
        }

        if (open is { } rest) yield return rest;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
