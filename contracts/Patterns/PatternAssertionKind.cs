namespace AiGateway.Contracts.Patterns;

/// <summary>What a <see cref="PatternAssertion"/> asks of the two characters that it stands between.</summary>
public enum PatternAssertionKind
{
    /// <summary>There is none before: <c>^</c>.</summary>
    TextStart,

    /// <summary>There is none behind: <c>$</c>.</summary>
    TextEnd,

    /// <summary>One of them is in the set and the other is not, or is not there: <c>\b</c>.</summary>
    Boundary,

    /// <summary>Both are in the set, or neither: <c>\B</c>.</summary>
    NoBoundary,

    /// <summary>The one before is in the set: <c>(?&lt;=[...])</c>.</summary>
    After,

    /// <summary>The one before is not in the set, or is not there: <c>(?&lt;![...])</c>.</summary>
    NotAfter,

    /// <summary>The one behind is in the set: <c>(?=[...])</c>.</summary>
    Before,

    /// <summary>The one behind is not in the set, or is not there: <c>(?![...])</c>.</summary>
    NotBefore,
}
