using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>How a Claude chooses its words, as far as this one may be told, wherever it runs: what it would refuse is a loss.</summary>
/// <param name="Temperature">Null for nothing said.</param>
/// <param name="TopP">Null for nothing said.</param>
/// <param name="TopK">Null for nothing said.</param>
internal readonly record struct AnthropicSampling(double? Temperature, double? TopP, int? TopK)
{
    public static AnthropicSampling Of(Conversation from, (AnthropicModel Model, bool Thinks) to, Losses losses)
    {
        var isUsual = from is { Temperature: 1, TopP: not null }; // Then it only stands in the way of the other.
        var hasTemperature = !isUsual && from.Temperature is { } temperature && TakesTemperature(temperature, to);
        if (!hasTemperature && !isUsual) losses.Add(from, Field.Temperature);
        var hasTopP = from.TopP is { } topP && TakesTopP(topP, to) && (!hasTemperature || to.Model.TakesTemperatureWithTopP);
        if (!hasTopP) losses.Add(from, Field.TopP);
        var hasTopK = from.TopK is not null && to.Model.TakesSampling && !to.Thinks;
        if (!hasTopK) losses.Add(from, Field.TopK);
        return new(hasTemperature ? from.Temperature : null, hasTopP ? from.TopP : null, hasTopK ? from.TopK : null);
    }

    /// <summary>From 0 to 1; with thinking, and for the models without sampling, 1 alone, which is what they do anyway.</summary>
    private static bool TakesTemperature(double temperature, (AnthropicModel Model, bool Thinks) to) =>
        temperature is >= 0 and <= 1 && (temperature == 1 || (to.Model.TakesSampling && !to.Thinks));

    private static bool TakesTopP(double topP, (AnthropicModel Model, bool Thinks) to) =>
        topP is >= 0 and <= 1 && (topP == 1 || (to.Model.TakesSampling && (!to.Thinks || topP >= 0.95)));
}
