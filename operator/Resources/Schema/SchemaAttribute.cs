namespace AiGateway.Operator.Resources.Schema;

/// <summary>
/// The bounds of a field, as the CRD carries them and as the folder source checks them. On a list of strings the bounds of a string
/// hold for each item. Never a rule between fields: that is a <see cref="CelRuleAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SchemaAttribute : Attribute
{
    /// <summary>The fewest characters of a string; zero for no bound.</summary>
    public int MinLength { get; init; }

    /// <summary>The most characters of a string; zero for no bound, which the generator refuses.</summary>
    public int MaxLength { get; init; }

    /// <summary>A regular expression that the whole string matches.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only values of a string.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The fewest items of a list.</summary>
    public int MinItems { get; init; }

    /// <summary>The most items of a list, or members of a free-form object; zero for no bound, which the generator refuses.</summary>
    public int MaxItems { get; init; }

    /// <summary><c>set</c>, <c>map</c> or <c>atomic</c>: how server-side apply merges a list.</summary>
    public string? ListType { get; init; }

    /// <summary>The fields that tell the items of a list of type <c>map</c> apart.</summary>
    public string[] ListMapKeys { get; init; } = [];

    /// <summary>The smallest number; on a list of numbers, of each item.</summary>
    public int Minimum { get; init; } = int.MinValue;

    /// <summary>The largest number; on a list of numbers, of each item.</summary>
    public int Maximum { get; init; } = int.MaxValue;
}
