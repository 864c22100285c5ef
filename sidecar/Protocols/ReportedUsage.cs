using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// What a provider has told of usage so far. OpenAI counts cached tokens within the input and reasoning within the output; Anthropic, Bedrock and Gemini tell
/// some of them beside it. Counts not told are -1.
/// </summary>
internal struct ReportedUsage()
{
    public long Input = -1;
    public long Output = -1;
    public long Total = -1;
    public long Cached = -1;
    public long CacheWrite = -1;
    public long Reasoning = -1;
    public long CacheReadBeside = -1;
    public long CacheWriteBeside = -1;
    public long CacheWriteHour = -1;
    public long ReasoningBeside = -1;
    public long ToolsBeside = -1;
    public long AudioInput = -1;
    public long AudioOutput = -1;
    public long AudioCached = -1;
    public long AudioTools = -1;
    public long ImageInput = -1;
    public long ImageOutput = -1;
    public long ImageCached = -1;
    public long ImageTools = -1;
    public long WebSearches = -1;
    public long BilledInput = -1;
    public long BilledOutput = -1;
    public long BilledImages = -1;
    public long Images = -1;
    public long SearchUnits = -1;

    /// <summary>Whether anything was told that is worth to be called usage.</summary>
    public readonly bool IsTold => Input >= 0 || Output >= 0 || BilledInput >= 0 || BilledOutput >= 0 || Images >= 0 || SearchUnits >= 0;

    public readonly Usage ToUsage()
    {
        var input = Told(BilledInput >= 0 ? BilledInput : Input) + Told(CacheReadBeside) + Told(CacheWriteBeside) + Told(ToolsBeside) + Told(BilledImages);
        var output = Told(BilledOutput >= 0 ? BilledOutput : Output) + Told(ReasoningBeside) + (IsReasoningBeside ? Reasoning : 0);
        return new(input, output, UsageSource.Reported)
        {
            Cached = Told(Cached) + Told(CacheReadBeside),
            CacheWrite = Told(CacheWrite) + Told(CacheWriteBeside),
            CacheWriteHour = Math.Min(Told(CacheWriteHour), Told(CacheWrite) + Told(CacheWriteBeside)),
            Reasoning = Told(Reasoning) + Told(ReasoningBeside),
            AudioInput = Math.Max(0, Told(AudioInput) - Told(AudioCached)) + Told(AudioTools),
            AudioOutput = Told(AudioOutput),
            ImageInput = Math.Max(0, Told(ImageInput) - Told(ImageCached)) + Told(ImageTools) + Told(BilledImages),
            ImageOutput = Told(ImageOutput),
            WebSearches = Told(WebSearches),
            Images = Told(Images),
            Units = Told(SearchUnits),
        };
    }

    /// <summary>xAI counts reasoning beside the output under the name by which others count it within, which its total shows.</summary>
    private readonly bool IsReasoningBeside => Reasoning > 0 && ReasoningBeside < 0 && Input >= 0 && Output >= 0 && Total == Input + Output + Reasoning;

    /// <summary>Above the bound, it is no count.</summary>
    private static long Told(long count) => Math.Clamp(count, 0, Usage.MaxCount);
}
