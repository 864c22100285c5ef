using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace AiGateway.Contracts.Schemas;

/// <summary>One schema: what must hold of a value, all of it. Bounds that are not set hold of every value.</summary>
internal sealed class ShapeNode
{
    /// <summary>Set for the schema <c>false</c>: no value fits.</summary>
    public bool FitsNothing { get; init; }

    public ImmutableArray<string>? Types { get; set; }

    /// <summary><c>enum</c>, and <c>const</c> as one of one.</summary>
    public ImmutableArray<JsonElement>? OneOfValues { get; set; }

    public FrozenDictionary<string, ShapeNode> Properties { get; set; } = FrozenDictionary<string, ShapeNode>.Empty;

    public ImmutableArray<string> Required { get; set; } = [];

    /// <summary>Of members that <see cref="Properties"/> does not name; null for any.</summary>
    public ShapeNode? Additional { get; set; }

    public ShapeNode? Items { get; set; }

    /// <summary>Least and most members.</summary>
    public (long Least, long Most) Members { get; set; } = (0, long.MaxValue);

    /// <summary>Least and most elements.</summary>
    public (long Least, long Most) Elements { get; set; } = (0, long.MaxValue);

    /// <summary>Least and most code points of a string.</summary>
    public (long Least, long Most) Characters { get; set; } = (0, long.MaxValue);

    public decimal? Minimum { get; set; }

    public decimal? Maximum { get; set; }

    public decimal? Above { get; set; }

    public decimal? Below { get; set; }

    public ImmutableArray<ShapeNode> AnyOf { get; set; } = [];

    public ImmutableArray<ShapeNode> AllOf { get; set; } = [];

    public ImmutableArray<ShapeNode> OneOf { get; set; } = [];

    public ShapeNode? Not { get; set; }

    /// <summary>The schema that <c>$ref</c> leads to; set when all definitions have been read.</summary>
    public ShapeNode? Reference { get; set; }
}
