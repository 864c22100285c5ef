namespace AiGateway.Sidecar.Snapshots;

/// <summary>Top-level members of a request, of any dialect, that say how much output it asks for.</summary>
[Flags]
internal enum OutputNames
{
    None = 0,
    MaxTokens = 1,
    MaxCompletionTokens = 2,
    MaxOutputTokens = 4,

    /// <summary><c>generationConfig</c>, with the bound one level deeper.</summary>
    GenerationConfig = 8,

    /// <summary>The same in the spelling that is taken too.</summary>
    GenerationSettings = 16,

    /// <summary><c>inferenceConfig</c>, with the bound one level deeper.</summary>
    InferenceConfig = 32,

    /// <summary>How many answers.</summary>
    Choices = 64,

    /// <summary>How many answers are made, of which the best are given.</summary>
    BestOf = 128,
}
