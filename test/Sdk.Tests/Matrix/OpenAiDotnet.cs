using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>OpenAI's client from NuGet, by chat completions.</summary>
internal sealed class OpenAiDotnet(string root) : DotnetAdapter
{
    private static readonly ApiKeyCredential s_key = new("aigateway-placeholder");

    public override string Name => "openai-dotnet";

    public override IReadOnlyList<string> Unasked => ["n = 2", "count tokens"];

    public override bool HasHeaders => true;

    public override async Task<DotnetReply> AskAsync(string model, DotnetAsked asked)
    {
        var whole = (await Chat(model).CompleteChatAsync(Turns(asked), Options(asked), asked.Signal)).Value;
        return new()
        {
            Text = whole.Refusal ?? string.Concat(whole.Content.Select(part => part.Text)),
            Stop = whole.Refusal is null ? Stop(whole.FinishReason) : "refusal",
            Calls = [.. whole.ToolCalls.Select(call => (call.Id, call.FunctionName, call.FunctionArguments.ToString()))],
            Usage = Usage(whole.Usage),
            Logprobs = whole.ContentTokenLogProbabilities.Count,
            Turn = new() { Raw = new AssistantChatMessage(whole) },
        };
    }

    public override async Task<DotnetReply> StreamAsync(string model, DotnetAsked asked)
    {
        var (text, calls, reply, logprobs) = (new StringBuilder(), new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>(), new DotnetReply(), 0);
        await foreach (var update in Chat(model).CompleteChatStreamingAsync(Turns(asked), Options(asked), asked.Signal))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            text.Append(update.RefusalUpdate);
            foreach (var call in update.ToolCallUpdates) Add(calls, call);
            logprobs += update.ContentTokenLogProbabilities.Count;
            if (update.ContentUpdate.Any(part => part.Text.Length > 0)) reply = reply with { Pieces = reply.Pieces + 1 };
            if (update.FinishReason is { } reason) reply = reply with { Stop = Stop(reason) };
            if (update.Usage is { } usage) reply = reply with { Usage = Usage(usage) };
            if (reply.Pieces >= asked.LeaveAfter) break;
        }

        ChatToolCall[] made = [.. calls.Values.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments.ToString())))];
        return reply with
        {
            Text = text.ToString(),
            Logprobs = logprobs,
            Calls = [.. made.Select(call => (call.Id, call.FunctionName, call.FunctionArguments.ToString()))],
            Turn = new() { Raw = made.Length > 0 ? new AssistantChatMessage(made) : new AssistantChatMessage(text.ToString()) },
        };
    }

    public override async Task<float[][]> EmbedAsync(string model, params string[] texts)
    {
        var vectors = (await new EmbeddingClient(model, s_key, Client()).GenerateEmbeddingsAsync(texts)).Value;
        return [.. vectors.Select(vector => vector.ToFloats().ToArray())];
    }

    public override DotnetError Tell(Exception error)
    {
        if (error is not ClientResultException told) return new(error.GetType().Name, null, error.Message);

        string? after = null;
        told.GetRawResponse()?.Headers.TryGetValue("retry-after", out after);
        return new(nameof(ClientResultException), told.Status, told.Message, after);
    }

    public override string ClassOf(int status) => nameof(ClientResultException);

    private static void Add(SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> calls, StreamingChatToolCallUpdate update)
    {
        if (!calls.ContainsKey(update.Index)) calls[update.Index] = (update.ToolCallId, update.FunctionName, new());
        calls[update.Index].Arguments.Append(update.FunctionArgumentsUpdate?.ToString());
    }

    private static List<ChatMessage> Turns(DotnetAsked asked) =>
        [.. asked.System is { } system ? [ChatMessage.CreateSystemMessage(system)] : Array.Empty<ChatMessage>(), .. asked.Turns.SelectMany(Messages)];

    private static IEnumerable<ChatMessage> Messages(DotnetTurn turn) => turn switch
    {
        { Raw: ChatMessage raw } => [raw],
        { Results.Count: > 0 } => turn.Results.Select(result => ChatMessage.CreateToolMessage(result.Id, result.Text)),
        { Image: { } image } => [ChatMessage.CreateUserMessage(ChatMessageContentPart.CreateTextPart(turn.Text), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(image), "image/png"))],
        { Assistant: true } => [ChatMessage.CreateAssistantMessage(turn.Text)],
        _ => [ChatMessage.CreateUserMessage(turn.Text)],
    };

    private static ChatCompletionOptions Options(DotnetAsked asked)
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = asked.MaxTokens, Temperature = asked.Temperature };
        if (asked.Stop is { } stop) options.StopSequences.Add(stop);
        foreach (var (name, schema) in asked.Tools) options.Tools.Add(ChatTool.CreateFunctionTool(name, "Tells it.", BinaryData.FromString(schema)));
        if (asked.Choice is { } choice) options.ToolChoice = choice == "any" ? ChatToolChoice.CreateRequiredChoice() : ChatToolChoice.CreateFunctionChoice(choice);
        if (asked.Schema is { } answer) options.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString(answer), jsonSchemaIsStrict: true);
        if (asked.Reasoning) options.ReasoningEffortLevel = ChatReasoningEffortLevel.Medium;
        if (asked.Logprobs) options.IncludeLogProbabilities = true;
        return options;
    }

    private static string Stop(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => "end",
        ChatFinishReason.ToolCalls => "tools",
        ChatFinishReason.Length => "length",
        ChatFinishReason.ContentFilter => "filter",
        _ => reason.ToString(),
    };

    private static (long, long, long) Usage(ChatTokenUsage usage) => (usage.InputTokenCount, usage.OutputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0);

    private ChatClient Chat(string model) => new(model, s_key, Client());

    private OpenAIClientOptions Client() => new() { Endpoint = new($"{root}/openai/v1"), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
}
