using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>The checks of <c>spec.approvedTools</c>. Two pins of one name are fine: a server's replicas may be of two versions.</summary>
internal static class PinChecks
{
    public static IEnumerable<Diagnostic> Check(ImmutableArray<string> pins)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, pin) in pins.Index())
        {
            var problem = Find(pin) ?? (seen.Add(pin) ? null : "this stands in the list before: remove one of them");
            if (problem is not null) yield return Diagnostic.NotAccepted(Reasons.InvalidPin, $"spec.approvedTools[{index}]", problem);
        }
    }

    /// <summary>Those that can be read, each once; null for none.</summary>
    public static ImmutableArray<string>? Fit(ImmutableArray<string> pins)
    {
        ImmutableArray<string> fit = [.. pins.Where(pin => Find(pin) is null).Distinct(StringComparer.Ordinal)];
        return fit.IsEmpty ? null : fit;
    }

    private static string? Find(string pin) =>
        ToolPin.TryParse(pin, out var read) && !read.Name.Any(char.IsControl)
            ? null
            : "this is no approval: copy it from status.unapproved, as name@sha256: and 64 digits in lower-case hexadecimal";
}
