using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Reads the numbers and words of a chat request that steer the model. A value that is the default everywhere is no setting: it can get lost without harm.</summary>
internal static class ChatSettingsReader
{
    /// <summary>False where the member is none.</summary>
    public static bool Take(Conversation to, JsonProperty member)
    {
        var field = TakeSampling(to, member) ?? TakeCounts(to, member) ?? TakeWords(to, member);
        if (field is { IsSet: true } set) to.Paths[set.Field] = member.Name;
        return field is not null;
    }

    private static (Field Field, bool IsSet)? TakeSampling(Conversation to, JsonProperty member)
    {
        var (name, value) = (member.Name, member.Value);
        switch (name)
        {
            case "temperature":
                to.Temperature = value.Number(name);
                return (Field.Temperature, true);
            case "top_p":
                to.TopP = value.Number(name);
                return (Field.TopP, true);
            case "presence_penalty":
                to.PresencePenalty = value.Number(name) is var presence and not 0 ? presence : null;
                return (Field.PresencePenalty, to.PresencePenalty is not null);
            case "frequency_penalty":
                to.FrequencyPenalty = value.Number(name) is var frequency and not 0 ? frequency : null;
                return (Field.FrequencyPenalty, to.FrequencyPenalty is not null);
            case "logprobs":
                to.LogProbs = value.Flag(name) ? true : null;
                return (Field.LogProbs, to.LogProbs is not null);
            case "parallel_tool_calls":
                to.ParallelToolCalls = value.Flag(name);
                return (Field.ParallelToolCalls, to.ParallelToolCalls == false);
            default:
                return null;
        }
    }

    private static (Field Field, bool IsSet)? TakeCounts(Conversation to, JsonProperty member)
    {
        var (name, value) = (member.Name, member.Value);
        switch (name)
        {
            case "max_tokens" or "max_completion_tokens":
                to.MaxTokens = value.Whole(name);
                return (Field.MaxTokens, true);
            case "top_k":
                to.TopK = value.Whole(name);
                return (Field.TopK, true);
            case "n":
                to.Candidates = value.Whole(name) is var count and not 1 ? count : null;
                return (Field.Candidates, to.Candidates is not null);
            case "seed":
                to.Seed = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seed) ? seed : throw new UnfitFieldException(name, "must be a whole number");
                return (Field.Seed, true);
            case "top_logprobs":
                to.TopLogProbs = value.Whole(name) is var most and not 0 ? most : null;
                return (Field.TopLogProbs, to.TopLogProbs is not null);
            default:
                return null;
        }
    }

    private static (Field Field, bool IsSet)? TakeWords(Conversation to, JsonProperty member)
    {
        var (name, value) = (member.Name, member.Value);
        switch (name)
        {
            case "stop":
                to.Stop = value.ValueKind == JsonValueKind.String
                    ? [value.Decoded(name)]
                    : [.. value.Items(name).Select(item => item.Item.Decoded(item.Path))];
                return (Field.Stop, to.Stop.Count > 0);
            case "user" or "safety_identifier":
                to.User = name == "user" ? value.ShortText(name) : to.User ?? value.ShortText(name);
                return (Field.User, true);
            case "metadata":
                _ = value.Members(name);
                to.Metadata = value;
                return (Field.Metadata, value.EnumerateObject().Any());
            case "service_tier":
                to.ServiceTier = value.ShortText(name) is var tier and not "auto" ? tier : null;
                return (Field.ServiceTier, to.ServiceTier is not null);
            case "reasoning_effort":
                to.Reasoning = new() { Effort = value.ShortText(name) };
                return (Field.Reasoning, true);
            default:
                return null;
        }
    }
}
