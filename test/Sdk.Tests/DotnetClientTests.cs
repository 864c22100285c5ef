using System.ClientModel;
using System.ClientModel.Primitives;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace AiGateway.Sdk.Tests;

/// <summary>The official client from NuGet, against the ahead-of-time sidecar.</summary>
public sealed class DotnetClientTests(SharedLine shared)
{
    private SidecarLine Line => shared.Line;

    [Fact]
    public async Task Chat_Json_AnswersWithUsage()
    {
        var answer = await Chat("fast").CompleteChatAsync("Say hello.");

        Assert.Equal("Hello from the fake provider.", answer.Value.Content[0].Text);
        Assert.True(answer.Value.Usage.TotalTokenCount > 0);
        Assert.Equal(ChatFinishReason.Stop, answer.Value.FinishReason);
    }

    [Fact]
    public async Task Chat_Stream_ComesInPieces()
    {
        var pieces = new List<string>();
        await foreach (var update in Chat("fast").CompleteChatStreamingAsync("Say hello."))
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text));

        Assert.Equal("Hello from the fake provider.", string.Concat(pieces));
        Assert.True(pieces.Count > 3);
    }

    [Fact]
    public async Task Models_List_HoldsWhatTheAgentMayUse()
    {
        var models = await new OpenAIModelClient(new ApiKeyCredential("aigateway-placeholder"), Options()).GetModelsAsync();

        Assert.Contains(models.Value, model => model.Id == "fast");
        Assert.DoesNotContain(models.Value, model => model.Id == "forbidden");
    }

    [Theory]
    [InlineData("forbidden", 403)]
    [InlineData("no-such-model", 404)]
    [InlineData("error-429", 429)]
    [InlineData("failing", 500)]
    public async Task Chat_Refused_RaisesClientResultExceptionWithTheStatus(string model, int status)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Chat(model).CompleteChatAsync("Say hello."));

        Assert.Equal(status, error.Status);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public async Task Stream_LeftByTheClient_IsCancelledAtTheProvider()
    {
        var before = Line.Primary.Seen.Cancelled;
        await foreach (var _ in Chat("long-30").CompleteChatStreamingAsync("Write a novel.")) break;

        await Eventually.HoldsAsync(() => Line.Primary.Seen.Cancelled > before, "the provider sees the end");
    }

    private ChatClient Chat(string model) => new(model, new ApiKeyCredential("aigateway-placeholder"), Options());

    private OpenAIClientOptions Options() => new()
    {
        Endpoint = new(Line.BaseUrl),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    };
}
