using System.Collections.Immutable;

namespace AiGateway.Operator.Compile;

/// <summary>One thing that is wrong with a resource: which condition it belongs to, which field, why, and what to do.</summary>
internal sealed record Diagnostic
{
    /// <summary><c>Accepted</c> or <c>ResolvedRefs</c>.</summary>
    public required string Condition { get; init; }

    /// <summary>A machine-readable word, as <c>SecretNotFound</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The field, as <c>spec.auth.apiKey.secretRef.name</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong and what to do; never a secret's value. It is shown after the field: <c>field: message</c>.</summary>
    public required string Message { get; init; }

    /// <summary>The resource itself is wrong.</summary>
    public static Diagnostic NotAccepted(string reason, string field, string message) =>
        new() { Condition = "Accepted", Reason = reason, Field = field, Message = message };

    /// <summary>Something that the resource refers to is wrong or missing.</summary>
    public static Diagnostic NotResolved(string reason, string field, string message) =>
        new() { Condition = "ResolvedRefs", Reason = reason, Field = field, Message = message };

    /// <summary>What the checks find, as it is reported. Nearly always nothing, for which nothing is sorted.</summary>
    public static ImmutableArray<Diagnostic> Sort<T>(ImmutableArray<Func<T, IEnumerable<Diagnostic>>> checks, T one)
    {
        List<Diagnostic>? found = null;
        foreach (var check in checks)
        {
            foreach (var diagnostic in check(one)) (found ??= []).Add(diagnostic);
        }

        return found is null ? [] : Sort(found);
    }

    /// <summary>As they are reported: by condition, field and reason.</summary>
    public static ImmutableArray<Diagnostic> Sort(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.OrderBy(one => one.Condition, StringComparer.Ordinal)
            .ThenBy(one => one.Field, StringComparer.Ordinal)
            .ThenBy(one => one.Reason, StringComparer.Ordinal)
            .ThenBy(one => one.Message, StringComparer.Ordinal),
    ];
}
