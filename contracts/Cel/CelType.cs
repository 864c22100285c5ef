namespace AiGateway.Contracts.Cel;

/// <summary>The type of a variable or of a part of an expression; lists and maps name what they hold. The keys of maps are texts.</summary>
public sealed record CelType
{
    private CelType(CelKind kind, CelType? element = null) => (Kind, Element) = (kind, element);

    /// <summary>True or false.</summary>
    public static CelType Bool { get; } = new(CelKind.Bool);

    /// <summary>A whole number.</summary>
    public static CelType Int { get; } = new(CelKind.Int);

    /// <summary>A number with a fraction.</summary>
    public static CelType Double { get; } = new(CelKind.Double);

    /// <summary>A text.</summary>
    public static CelType String { get; } = new(CelKind.String);

    /// <summary>Null, and nothing else.</summary>
    public static CelType Null { get; } = new(CelKind.Null);

    /// <summary>Known only when it is evaluated.</summary>
    public static CelType Dyn { get; } = new(CelKind.Dyn);

    /// <summary>What it is.</summary>
    public CelKind Kind { get; }

    /// <summary>What a list or a map holds.</summary>
    public CelType? Element { get; }

    /// <summary>A list of such values.</summary>
    public static CelType ListOf(CelType element) => new(CelKind.List, element);

    /// <summary>A map from texts to such values.</summary>
    public static CelType MapOf(CelType element) => new(CelKind.Map, element);

    /// <summary>As the errors and the docs write it.</summary>
    public override string ToString() => Kind switch
    {
        CelKind.List => $"list({Element})",
        CelKind.Map => $"map(string, {Element})",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
