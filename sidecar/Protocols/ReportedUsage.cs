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
    public long Cached = -1;
    public long Reasoning = -1;
    public long CacheReadBeside = -1;
    public long CacheWriteBeside = -1;
    public long ReasoningBeside = -1;
    public long ToolsBeside = -1;

    /// <summary>Whether anything was told that is worth to be called usage.</summary>
    public readonly bool IsTold => Input >= 0 || Output >= 0;

    public readonly Usage ToUsage() => new(Told(Input) + Told(CacheReadBeside) + Told(CacheWriteBeside) + Told(ToolsBeside), Told(Output) + Told(ReasoningBeside), UsageSource.Reported)
    {
        Cached = Told(Cached) + Told(CacheReadBeside),
        CacheWrite = Told(CacheWriteBeside),
        Reasoning = Told(Reasoning) + Told(ReasoningBeside),
    };

    /// <summary>Above the bound, it is no count.</summary>
    private static long Told(long count) => Math.Clamp(count, 0, Usage.MaxCount);
}
