namespace AiGateway.Fakes.Paths;

/// <summary>Where a provider looks for the key.</summary>
internal enum KeyStyle
{
    None,
    Bearer,
    ApiKey,
    XApiKey,
    GoogleKey,

    /// <summary>Vertex: a token, or Google's key in express mode.</summary>
    Vertex,
    Aws,
}
