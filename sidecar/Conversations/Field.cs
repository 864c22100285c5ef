namespace AiGateway.Sidecar.Conversations;

/// <summary>The settings of a conversation that some dialect cannot express. A reader notes under which name it read each: see <see cref="Conversation.Paths"/>.</summary>
internal enum Field
{
    MaxTokens,
    Temperature,
    TopP,
    TopK,
    Stop,
    Candidates,
    Seed,
    PresencePenalty,
    FrequencyPenalty,
    LogProbs,
    TopLogProbs,
    Tools,
    ToolChoice,
    ParallelToolCalls,
    Output,
    Reasoning,
    User,
    Metadata,
    ServiceTier,
}
