namespace AiGateway.Contracts.Schemas;

/// <summary>What a shape says of a text.</summary>
public enum ShapeVerdict
{
    /// <summary>It is of the shape.</summary>
    Fits,

    /// <summary>It is JSON of another shape.</summary>
    Differs,

    /// <summary>It is no JSON, names a member twice, or is nested deeper than <see cref="JsonShape.MaxDepth"/>.</summary>
    NotJson,
}
