namespace AiGateway.Sidecar.Protocols;

/// <summary>The names in a usage object, by the place where they stand: those of all dialects, which do not clash.</summary>
internal static class UsageNames
{
    /// <summary>What the object or list of this name tells of, that stands in such a place.</summary>
    public static UsagePart PartOf(UsagePart part, ReadOnlySpan<byte> name) => part switch
    {
        UsagePart.Top => PartOfTop(name),
        UsagePart.Meta when name.SequenceEqual("billed_units"u8) => UsagePart.Billed,
        UsagePart.Input when name.SequenceEqual("cached_tokens_details"u8) => UsagePart.Cached,
        _ => UsagePart.Other,
    };

    /// <summary>Takes a count of this name in such a place.</summary>
    public static void Take(UsagePart part, ReadOnlySpan<byte> name, long count, ref ReportedUsage usage)
    {
        switch (part)
        {
            case UsagePart.Top:
                TakeTop(name, count, ref usage);
                break;
            case UsagePart.Input:
                TakeInput(name, count, ref usage);
                break;
            case UsagePart.Output:
                if (name.SequenceEqual("reasoning_tokens"u8) || name.SequenceEqual("thinking_tokens"u8)) usage.Reasoning = count;
                else if (name.SequenceEqual("audio_tokens"u8)) usage.AudioOutput = count;
                else if (name.SequenceEqual("image_tokens"u8)) usage.ImageOutput = count;
                break;
            case UsagePart.Cached:
                if (name.SequenceEqual("audio_tokens"u8)) usage.AudioCached = count;
                else if (name.SequenceEqual("image_tokens"u8)) usage.ImageCached = count;
                break;
            default:
                TakeOther(part, name, count, ref usage);
                break;
        }
    }

    private static UsagePart PartOfTop(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("prompt_tokens_details"u8) || name.SequenceEqual("input_tokens_details"u8) || name.SequenceEqual("input_token_details"u8)) return UsagePart.Input;
        if (name.SequenceEqual("completion_tokens_details"u8) || name.SequenceEqual("output_tokens_details"u8) || name.SequenceEqual("output_token_details"u8)) return UsagePart.Output;
        if (name.SequenceEqual("cache_creation"u8)) return UsagePart.CacheCreation;
        if (name.SequenceEqual("server_tool_use"u8)) return UsagePart.ServerTools;
        if (name.SequenceEqual("cacheDetails"u8)) return UsagePart.CacheList;
        if (name.SequenceEqual("billed_units"u8)) return UsagePart.Billed;
        if (name.SequenceEqual("tokens"u8)) return UsagePart.Counted;
        if (name.SequenceEqual("promptTokensDetails"u8)) return UsagePart.PromptList;
        if (name.SequenceEqual("candidatesTokensDetails"u8)) return UsagePart.AnswerList;
        if (name.SequenceEqual("cacheTokensDetails"u8)) return UsagePart.CachedList;
        return name.SequenceEqual("toolUsePromptTokensDetails"u8) ? UsagePart.ToolsList : UsagePart.Other;
    }

    private static void TakeTop(ReadOnlySpan<byte> name, long count, ref ReportedUsage usage)
    {
        if (name.SequenceEqual("prompt_tokens"u8) || name.SequenceEqual("input_tokens"u8) || name.SequenceEqual("inputTokens"u8)
            || name.SequenceEqual("promptTokenCount"u8)) usage.Input = count;
        else if (name.SequenceEqual("completion_tokens"u8) || name.SequenceEqual("output_tokens"u8) || name.SequenceEqual("outputTokens"u8)
            || name.SequenceEqual("candidatesTokenCount"u8)) usage.Output = count;
        else if (name.SequenceEqual("total_tokens"u8)) usage.Total = count;
        else if (name.SequenceEqual("cached_tokens"u8) || name.SequenceEqual("cachedContentTokenCount"u8) || name.SequenceEqual("prompt_cache_hit_tokens"u8)) usage.Cached = Math.Max(usage.Cached, count);
        else if (name.SequenceEqual("cache_read_input_tokens"u8) || name.SequenceEqual("cacheReadInputTokens"u8)) usage.CacheReadBeside = count;
        else if (name.SequenceEqual("cache_creation_input_tokens"u8) || name.SequenceEqual("cacheWriteInputTokens"u8)) usage.CacheWriteBeside = count;
        else if (name.SequenceEqual("thoughtsTokenCount"u8)) usage.ReasoningBeside = count;
        else if (name.SequenceEqual("toolUsePromptTokenCount"u8)) usage.ToolsBeside = count;
        else if (name.SequenceEqual("reasoning_tokens"u8)) usage.Reasoning = count;
    }

    private static void TakeInput(ReadOnlySpan<byte> name, long count, ref ReportedUsage usage)
    {
        if (name.SequenceEqual("cached_tokens"u8)) usage.Cached = Math.Max(usage.Cached, count);
        else if (name.SequenceEqual("cache_write_tokens"u8)) usage.CacheWrite = count;
        else if (name.SequenceEqual("audio_tokens"u8)) usage.AudioInput = count;
        else if (name.SequenceEqual("image_tokens"u8)) usage.ImageInput = count;
    }

    private static void TakeOther(UsagePart part, ReadOnlySpan<byte> name, long count, ref ReportedUsage usage)
    {
        switch (part)
        {
            case UsagePart.CacheCreation when name.SequenceEqual("ephemeral_1h_input_tokens"u8):
                usage.CacheWriteHour = count;
                break;
            case UsagePart.ServerTools when name.SequenceEqual("web_search_requests"u8):
                usage.WebSearches = count;
                break;
            case UsagePart.Counted when name.SequenceEqual("input_tokens"u8):
                usage.Input = count;
                break;
            case UsagePart.Counted when name.SequenceEqual("output_tokens"u8):
                usage.Output = count;
                break;
            case UsagePart.Billed:
                if (name.SequenceEqual("input_tokens"u8)) usage.BilledInput = count;
                else if (name.SequenceEqual("output_tokens"u8)) usage.BilledOutput = count;
                else if (name.SequenceEqual("image_tokens"u8)) usage.BilledImages = count;
                else if (name.SequenceEqual("images"u8)) usage.Images = count;
                else if (name.SequenceEqual("search_units"u8)) usage.SearchUnits = count;
                break;
        }
    }
}
