namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>What the generations of Gemini take differently, by the model's name.</summary>
internal static class GeminiModels
{
    /// <summary>
    /// Whether the model is of a generation before 3: it thinks by a budget of tokens and refuses <c>thinkingLevel</c>, needs no signatures, has no ids of calls, and
    /// takes no media in a function's response. Names without a number (<c>gemini-flash-latest</c>) mean the newest.
    /// </summary>
    public static bool IsBefore3(string model) =>
        model.Contains("gemini-1", StringComparison.OrdinalIgnoreCase) || model.Contains("gemini-2", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the model refuses a function call in its history that carries no signature.</summary>
    public static bool WantsSignatures(string model) => model.Contains("gemini", StringComparison.OrdinalIgnoreCase) && !IsBefore3(model);

    /// <summary>The model's resource name in a body: <c>models/x</c>.</summary>
    public static string ResourceOf(string model) => model.Contains('/') ? model : "models/" + model;
}
