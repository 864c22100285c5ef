namespace AiGateway.Operator.Resources.Schema;

/// <summary>
/// A rule between the fields of a type, carried out by the API server (1.25 and later). The compiler checks the same and says it in the same
/// words, for servers without rules and for the folder source; both take the words from <see cref="RuleMessages"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CelRuleAttribute(string rule, string message) : Attribute
{
    /// <summary>The expression; <c>self</c> is the object.</summary>
    public string Rule { get; } = rule;

    /// <summary>What the user reads.</summary>
    public string Message { get; } = message;
}
