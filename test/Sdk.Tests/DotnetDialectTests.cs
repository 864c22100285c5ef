using System.ClientModel;
using System.ClientModel.Primitives;
using AiGateway.Sdk.Tests.Line;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace AiGateway.Sdk.Tests;

/// <summary>The official clients from NuGet, each at providers of every dialect, against the ahead-of-time sidecar.</summary>
public sealed class DotnetDialectTests(SharedLine shared)
{
    private const string Text = "Hello from the fake provider.";
    private const string Key = "aigateway-placeholder";

    public static TheoryData<string> Providers =>
        ["openai", "vllm", "mistral", "groq", "deepseek", "azure", "azure-classic", "anthropic", "gemini", "vertex", "vertex-claude", "bedrock", "cohere"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task OpenAi_Chat_AnswersWholeAndStreamedAndByTools(string provider)
    {
        var client = new ChatClient(provider, new ApiKeyCredential(Key), Options(new OpenAIClientOptions()));
        var tool = ChatTool.CreateFunctionTool("get_weather", "The weather of a city.", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""));
        List<ChatMessage> turns = [ChatMessage.CreateUserMessage("fake:tool Weather in Paris?")];

        var whole = (await client.CompleteChatAsync("Say hello.")).Value;
        var asked = (await client.CompleteChatAsync(turns, new() { Tools = { tool } })).Value;
        turns.AddRange([ChatMessage.CreateAssistantMessage(asked), ChatMessage.CreateToolMessage(asked.ToolCalls[0].Id, "21 degrees")]);
        var told = (await client.CompleteChatAsync(turns, new() { Tools = { tool } })).Value;

        Assert.Equal((Text, ChatFinishReason.Stop, 5), (whole.Content[0].Text, whole.FinishReason, whole.Usage.OutputTokenCount));
        Assert.Equal((ChatFinishReason.ToolCalls, "get_weather"), (asked.FinishReason, asked.ToolCalls[0].FunctionName));
        Assert.Equal("The tools say: 21 degrees", told.Content[0].Text);
        if (provider == "mistral") return; // It refuses stream_options, which this client always sends.

        var pieces = new List<string>();
        await foreach (var update in client.CompleteChatStreamingAsync("Say hello.")) pieces.AddRange(update.ContentUpdate.Select(part => part.Text));
        Assert.Equal(Text, string.Concat(pieces));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task OpenAi_Responses_Answers(string provider)
    {
        var client = new ResponsesClient(new ApiKeyCredential(Key), Options(new ResponsesClientOptions()));

        var answer = (await client.CreateResponseAsync(provider, "Say hello.")).Value;

        Assert.Equal((Text, 5), (answer.GetOutputText(), answer.Usage.OutputTokenCount));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("azure-classic")]
    [InlineData("gemini")]
    [InlineData("vertex")]
    [InlineData("cohere")]
    public async Task OpenAi_Embeddings_AreTheSameEverywhere(string provider)
    {
        var client = new EmbeddingClient("embed-" + provider, new ApiKeyCredential(Key), Options(new OpenAIClientOptions()));

        var vectors = (await client.GenerateEmbeddingsAsync(["Say hello.", "Say goodbye."])).Value;

        Assert.Equal(2, vectors.Count);
        Assert.Equal(10 / 16f, vectors[0].ToFloats().Span[0]);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Anthropic_Messages_AnswerWholeAndStreamed(string provider)
    {
        using var client = new AnthropicClient { BaseUrl = $"{shared.Line.Root}/anthropic", ApiKey = Key, MaxRetries = 0 };
        MessageCreateParams asked = new() { Model = provider, MaxTokens = 100, Messages = [new UserMessageParam("Say hello.")] };

        var whole = await client.Messages.Create(asked);
        var pieces = new List<string>();
        await foreach (var one in client.Messages.CreateStreaming(asked))
        {
            if (one.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text)) pieces.Add(text.Text);
        }

        Assert.True(whole.Content[0].TryPickText(out var block));
        Assert.Equal((Text, 5), (block.Text, whole.Usage.OutputTokens));
        Assert.Equal(Text, string.Concat(pieces));
        Assert.True(pieces.Count > 1);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Anthropic_Errors_AreItsOwnClasses(string provider)
    {
        using var client = new AnthropicClient { BaseUrl = $"{shared.Line.Root}/anthropic", ApiKey = Key, MaxRetries = 0 };

        await Assert.ThrowsAsync<AnthropicBadRequestException>(() => AskAsync("fake:context-length please"));
        await Assert.ThrowsAsync<AnthropicRateLimitException>(() => AskAsync("fake:error-429-7 please"));
        await Assert.ThrowsAsync<Anthropic5xxException>(() => AskAsync("fake:error-401 please"));

        Task AskAsync(string text) => client.Messages.Create(new() { Model = provider, MaxTokens = 100, Messages = [new UserMessageParam(text)] });
    }

    private OpenAIClientOptions Options(OpenAIClientOptions options)
    {
        options.Endpoint = new(shared.Line.BaseUrl);
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        return options;
    }

    private ResponsesClientOptions Options(ResponsesClientOptions options)
    {
        options.Endpoint = new(shared.Line.BaseUrl);
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        return options;
    }
}
