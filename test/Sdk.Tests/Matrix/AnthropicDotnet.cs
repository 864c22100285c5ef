using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Helpers;
using Anthropic.Models.Messages;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>Anthropic's client from NuGet.</summary>
internal sealed class AnthropicDotnet(string root) : DotnetAdapter
{
    private readonly AnthropicClient _client = new() { BaseUrl = $"{root}/anthropic", ApiKey = "aigateway-placeholder", MaxRetries = 0 };

    public override string Name => "anthropic-dotnet";

    public override IReadOnlyList<string> Unasked => ["sampling", "n = 2", "logprobs", "embeddings"];

    public override bool HasHeaders => false;

    public override async Task<DotnetReply> AskAsync(string model, DotnetAsked asked) => Reply(await _client.Messages.Create(Body(model, asked), asked.Signal), 0);

    public override async Task<DotnetReply> StreamAsync(string model, DotnetAsked asked)
    {
        var (events, pieces) = (new List<RawMessageStreamEvent>(), 0);
        await foreach (var one in _client.Messages.CreateStreaming(Body(model, asked), asked.Signal))
        {
            events.Add(one);
            if (one.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out _)) pieces++;
            if (pieces >= asked.LeaveAfter) return new() { Pieces = pieces };
        }

        var whole = new MessageContentAggregator();
        await foreach (var _ in whole.CollectAsync(events.ToAsyncEnumerable())) continue;
        return Reply(whole.Message(), pieces);
    }

    public override async Task<long> CountAsync(string model, string text) =>
        (await _client.Messages.CountTokens(new() { Model = model, Messages = [new UserMessageParam(text)] })).InputTokens;

    public override DotnetError Tell(Exception error) =>
        new(error.GetType().Name, error is AnthropicApiException told ? (int)told.StatusCode : null, error.Message);

    public override string ClassOf(int status) => status switch
    {
        400 => nameof(AnthropicBadRequestException),
        401 => nameof(AnthropicUnauthorizedException),
        403 => nameof(AnthropicForbiddenException),
        404 => nameof(AnthropicNotFoundException),
        429 => nameof(AnthropicRateLimitException),
        503 => nameof(AnthropicServiceUnavailableException),
        529 => nameof(AnthropicOverloadedException),
        _ => nameof(Anthropic5xxException),
    };

    private static MessageCreateParams Body(string model, DotnetAsked asked)
    {
        var body = new MessageCreateParams { Model = model, MaxTokens = asked.MaxTokens ?? 4096, Messages = [.. asked.Turns.Select(Turn)] };
        if (asked.System is { } system) body = body with { System = system };
        if (asked.Stop is { } stop) body = body with { StopSequences = [stop] };
        if (asked.Tools.Count > 0) body = body with { Tools = [.. asked.Tools.Select(tool => (ToolUnion)new Tool { Name = tool.Name, Description = "Tells it.", InputSchema = new(Fields(tool.Schema)) })] };
        if (asked.Choice is { } choice) body = body with { ToolChoice = choice == "any" ? new ToolChoiceAny() : new ToolChoiceTool(choice) };
        if (asked.Schema is { } schema) body = body with { OutputConfig = new() { Format = new() { Schema = Fields(schema) } } };
        if (asked.Reasoning) body = body with { Thinking = new ThinkingConfigEnabled(2048) };
        return body;
    }

    private static Dictionary<string, JsonElement> Fields(string json) => JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);

    private static MessageParam Turn(DotnetTurn turn) => turn switch
    {
        { Raw: MessageParam raw } => raw,
        { Results.Count: > 0 } => User([.. turn.Results.Select(result => (ContentBlockParam)new ToolResultBlockParam(result.Id) { Content = result.Text })]),
        { Image: { } image } => User([new TextBlockParam(turn.Text), new ImageBlockParam(new Base64ImageSource { Data = Convert.ToBase64String(image), MediaType = MediaType.ImagePng })]),
        { Assistant: true } => new AssistantMessageParam(turn.Text),
        _ => new UserMessageParam(turn.Text),
    };

    private static UserMessageParam User(List<ContentBlockParam> parts) => new(parts);

    private static DotnetReply Reply(Message whole, int pieces)
    {
        var (text, thoughts, calls) = ("", "", new List<(string, string, string)>());
        foreach (var block in whole.Content)
        {
            if (block.TryPickText(out var said)) text += said.Text;
            if (block.TryPickThinking(out var thought)) thoughts += thought.Thinking;
            if (block.TryPickToolUse(out var call)) calls.Add((call.ID, call.Name, JsonSerializer.Serialize(call.Input)));
        }

        var cached = whole.Usage.CacheReadInputTokens ?? 0;
        return new()
        {
            Text = text,
            Reasoning = thoughts,
            Calls = calls,
            Pieces = pieces,
            Stop = Stop(whole.StopReason?.Raw()),
            Usage = (whole.Usage.InputTokens + cached + (whole.Usage.CacheCreationInputTokens ?? 0), whole.Usage.OutputTokens, cached),
            Turn = new() { Raw = (MessageParam)new AssistantMessageParam(whole.Content.Select(Block).ToList()) },
        };
    }

    /// <summary>What came goes back as it came: block and parameter have the same members.</summary>
    private static ContentBlockParam Block(ContentBlock block) => new(block.Json);

    private static string Stop(string? reason) => reason switch
    {
        "end_turn" or "stop_sequence" => "end",
        "tool_use" => "tools",
        "max_tokens" => "length",
        _ => reason ?? "",
    };
}
