using AiGateway.Contracts.Limits;

namespace AiGateway.Sidecar.Prices;

/// <summary>A <see cref="PriceRule"/>, ready to price calls: what it leaves out is filled in as its documentation says.</summary>
internal sealed class Price
{
    /// <summary>What writing to the cache for some minutes, and for an hour, costs where the rule does not say: Anthropic's ratios to the input.</summary>
    private const decimal WriteRatio = 1.25m, WriteHourRatio = 2m;

    /// <summary>US dollars for a million tokens -> nanos of a dollar for one.</summary>
    private const decimal NanosPerToken = 1_000m;

    private const decimal NanosPerUsd = 1_000_000_000m;

    private readonly PriceRule _rule;
    private readonly Rates _rates;
    private readonly Rates _long;

    public Price(PriceRule rule)
    {
        _rule = rule;
        _rates = Resolve(rule);
        _long = rule.LongFrom is null ? _rates : Stretch(rule, _rates);
    }

    /// <summary>As <see cref="PriceRule.Model"/>.</summary>
    public string Model => _rule.Model;

    /// <summary>As <see cref="PriceRule.Source"/>.</summary>
    public string Source => _rule.Source;

    /// <summary>The dearest tokens of input and output together: what orders prices.</summary>
    public decimal Weight => _long.DearestInput + _long.DearestOutput;

    /// <summary>What was used costs so much.</summary>
    public Cost Of(in UsedCounts used)
    {
        var rates = RatesOf(used.Input);
        var text = Math.Max(0, used.Input - used.Cached - used.CacheWrite - used.AudioInput - used.ImageInput);
        var written = Math.Max(0, used.CacheWrite - used.CacheWriteHour);
        var spoken = Math.Max(0, used.Output - used.Reasoning - used.AudioOutput - used.ImageOutput);
        var tokens = (text * rates.Input) + (used.Cached * rates.Cached) + (written * rates.CacheWrite) + (used.CacheWriteHour * rates.CacheWriteHour)
            + (used.AudioInput * rates.AudioInput) + (used.ImageInput * rates.ImageInput)
            + (spoken * rates.Output) + (used.Reasoning * rates.Reasoning) + (used.AudioOutput * rates.AudioOutput) + (used.ImageOutput * rates.ImageOutput);
        var beside = (Math.Max(1, used.Units) * (_rule.Request ?? 0)) + (used.WebSearches * (_rule.WebSearch ?? 0)) + (used.Images * (_rule.Image ?? 0));
        return new(Round(tokens, beside), Source) { IsEstimated = used.IsEstimated || Lacks(used) };
    }

    /// <summary>
    /// What a call costs at most, in nanos of a US dollar, before it is made: all of its tokens at the dearest rates for input and output, and what is priced by the piece. What a provider makes beside (searches, an hour's
    /// place in the cache) is not in it.
    /// </summary>
    /// <param name="input">Tokens of input; not negative.</param>
    /// <param name="output">The most tokens of output; not negative.</param>
    /// <param name="images">The most images that are made; not negative.</param>
    /// <param name="units">The search units of a reranking; 0 for any other call, which is one.</param>
    public long AtMost(long input, long output, long images = 0, long units = 0)
    {
        var rates = RatesOf(input);
        return Round((input * rates.DearestInput) + (output * rates.DearestOutput), (Math.Max(1, units) * (_rule.Request ?? 0)) + (images * (_rule.Image ?? 0)));
    }

    private Rates RatesOf(long input) => _rule.LongFrom is { } from && input > from ? _long : _rates;

    private static long Round(decimal tokens, decimal usd) => (long)Math.Min(Cost.MaxNanos, decimal.Ceiling((tokens * NanosPerToken) + (usd * NanosPerUsd)));

    /// <summary>Whether something was used that has no price of its own, and usually costs more than what it is priced by.</summary>
    private bool Lacks(in UsedCounts used) =>
        (used.WebSearches > 0 && _rule.WebSearch is null) || (used.AudioInput > 0 && _rule.AudioInput is null) || (used.AudioOutput > 0 && _rule.AudioOutput is null)
        || (used.ImageOutput > 0 && _rule.ImageOutput is null) || (used.Images > 0 && _rule.Image is null)
        || (used.Units > 0 && _rule.Request is null);

    private static Rates Resolve(PriceRule rule) => new()
    {
        Input = rule.Input,
        Output = rule.Output,
        Cached = rule.CachedInput ?? rule.Input,
        CacheWrite = rule.CacheWrite ?? (rule.Input * WriteRatio),
        CacheWriteHour = rule.CacheWriteHour ?? Math.Max(rule.Input * WriteHourRatio, rule.CacheWrite ?? 0),
        Reasoning = rule.Reasoning ?? rule.Output,
        AudioInput = rule.AudioInput ?? rule.Input,
        AudioOutput = rule.AudioOutput ?? rule.Output,
        ImageInput = rule.ImageInput ?? rule.Input,
        ImageOutput = rule.ImageOutput ?? rule.Output,
    };

    /// <summary>Everything of the input goes up as the input does, and of the output as the output does.</summary>
    private static Rates Stretch(PriceRule rule, Rates rates)
    {
        var input = rule.LongInput is { } longInput && rule.Input > 0 ? longInput / rule.Input : 1;
        var output = rule.LongOutput is { } longOutput && rule.Output > 0 ? longOutput / rule.Output : 1;
        return new()
        {
            Input = rule.LongInput ?? rates.Input,
            Output = rule.LongOutput ?? rates.Output,
            Cached = rule.LongCachedInput ?? (rates.Cached * input),
            CacheWrite = rates.CacheWrite * input,
            CacheWriteHour = rates.CacheWriteHour * input,
            Reasoning = rates.Reasoning * output,
            AudioInput = rates.AudioInput * input,
            AudioOutput = rates.AudioOutput * output,
            ImageInput = rates.ImageInput * input,
            ImageOutput = rates.ImageOutput * output,
        };
    }
}
