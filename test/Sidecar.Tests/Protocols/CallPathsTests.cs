using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>What each dialect's paths ask for, and which tricks with a path lead nowhere.</summary>
public sealed class CallPathsTests
{
    [Theory]
    [InlineData("/openai/v1/chat/completions", "Chat", "OpenAiChat", null)]
    [InlineData("/openai/v1/responses", "Chat", "OpenAiResponses", null)]
    [InlineData("/openai/v1/completions", "TextCompletion", "OpenAiCompletions", null)]
    [InlineData("/openai/v1/embeddings", "Embeddings", "OpenAiEmbeddings", null)]
    [InlineData("/openai/v1/images/generations", "Image", "OpenAiJson", null)]
    [InlineData("/openai/v1/images/edits", "Image", "OpenAiForm", null)]
    [InlineData("/openai/v1/audio/transcriptions", "Audio", "OpenAiForm", null)]
    [InlineData("/openai/v1/audio/speech", "Audio", "OpenAiJson", null)]
    [InlineData("/openai/v1/moderations", "Moderation", "OpenAiJson", null)]
    [InlineData("/openai/v1/rerank", "Rerank", "OpenAiJson", null)]
    [InlineData("/openai/v1/realtime", "Realtime", "OpenAiRealtime", null)]
    [InlineData("/openai/v1/models/a/b", "GetModel", "None", "a/b")]
    [InlineData("/openai/v1/models/a%2Fb", "GetModel", "None", "a/b")]
    [InlineData("/anthropic/v1/messages", "Chat", "AnthropicMessages", null)]
    [InlineData("/anthropic/v1/messages/count_tokens", "CountTokens", "AnthropicCount", null)]
    [InlineData("/anthropic/v1/models", "ListModels", "None", null)]
    [InlineData("/gemini/v1beta/models/gemini-2.5:generateContent", "Chat", "GeminiContent", "gemini-2.5")]
    [InlineData("/gemini/v1/models/x:countTokens", "CountTokens", "GeminiCount", "x")]
    [InlineData("/gemini/v1alpha/models/x:embedContent", "Embeddings", "GeminiEmbed", "x")]
    [InlineData("/gemini/v1beta/models/x:batchEmbedContents", "Embeddings", "GeminiBatchEmbed", "x")]
    [InlineData("/gemini/v1beta/models/x", "GetModel", "None", "x")]
    [InlineData("/azure/openai/deployments/my%20gpt/chat/completions", "Chat", "OpenAiChat", "my gpt")]
    [InlineData("/azure/openai/deployments/w/audio/transcriptions", "Audio", "OpenAiForm", "w")]
    [InlineData("/azure/openai/v1/responses", "Chat", "OpenAiResponses", null)]
    [InlineData("/bedrock/model/us.anthropic.claude-v1%3A0/converse", "Chat", "BedrockConverse", "us.anthropic.claude-v1:0")]
    [InlineData("/bedrock/model/arn%3Aaws%3Abedrock%3Ax%3Ainference-profile%2Fp/converse-stream", "Chat", "BedrockConverse", "arn:aws:bedrock:x:inference-profile/p")]
    public void Of_ModelPath_IsKnown(string raw, string operation, string format, string? model)
    {
        var place = Of(raw);

        Assert.Equal((operation, format, model), (place!.Operation.ToString(), place.Format.ToString(), place.Model));
        Assert.Null(place.Fault);
    }

    [Theory]
    [InlineData("/openai/v1/files", "files", "/files")]
    [InlineData("/openai/v1/files/file-1/content", "files", "/files/file-1/content")]
    [InlineData("/openai/v1/threads/t/runs", "assistants", "/threads/t/runs")]
    [InlineData("/openai/v1/vector_stores", "vectorStores", "/vector_stores")]
    [InlineData("/openai/v1/fine_tuning/jobs", "fineTuning", "/fine_tuning/jobs")]
    [InlineData("/openai/v1/responses/resp_1", "responses", "/responses/resp_1")]
    [InlineData("/openai/v1/responses/resp_1/cancel", "responses", "/responses/resp_1/cancel")]
    [InlineData("/openai/v1/responses/compact", "/openai/v1/responses/compact", "/responses/compact")]
    [InlineData("/openai/v1/responses/resp_1/run", "/openai/v1/responses/resp_1/run", "/responses/resp_1/run")]
    [InlineData("/openai/v1/chat/completions/chatcmpl-1", "responses", "/chat/completions/chatcmpl-1")]
    [InlineData("/openai/v1/videos", "/openai/v1/videos", "/videos")]
    [InlineData("/openai/v1/realtime/client_secrets", "/openai/v1/realtime/client_secrets", "/realtime/client_secrets")]
    [InlineData("/anthropic/v1/messages/batches/b/results", "batches", "/messages/batches/b/results")]
    [InlineData("/anthropic/v1/messages/batchesx", "/anthropic/v1/messages/batchesx", "/messages/batchesx")]
    [InlineData("/anthropic/v1/complete", "/anthropic/v1/complete", "/complete")]
    [InlineData("/gemini/v1beta/cachedContents/c", "cachedContents", "/cachedContents/c")]
    [InlineData("/gemini/v1beta/models/x:predict", "/gemini/v1beta/models/x:predict", "/models/x:predict")]
    [InlineData("/gemini/upload/v1beta/files", "files", "/upload/v1beta/files")]
    [InlineData("/bedrock/model/m/invoke", "/bedrock/model/m/invoke", "/model/m/invoke")]
    public void Of_OtherPath_IsAnEndpointThatMustBeNamed(string raw, string endpoint, string below)
    {
        var place = Of(raw);

        Assert.Equal((Operation.Endpoint, WireFormat.Opaque, endpoint, below), (place!.Operation, place.Format, place.Endpoint, place.Below));
        Assert.Null(place.Fault);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/openai")]
    [InlineData("/openai/v1/")]
    [InlineData("/openai/v1/chat/completions/")]
    [InlineData("/openai/v2/files")]
    [InlineData("/OPENAI/v1/files")]
    [InlineData("/gemini/v2/models/x:generateContent")]
    [InlineData("/azure/openai/deployments/x/responses")]
    [InlineData("/azure/openai/deployments//chat/completions")]
    [InlineData("/azure/openai/deployments/a%2Fb/chat/completions")]
    [InlineData("/mcp/X")]
    public void Of_UnservedPath_IsNull(string raw) => Assert.Null(Of(raw));

    [Theory]
    [InlineData("/openai/v1/files/%2e%2e/x", "/openai/v1/x")]
    [InlineData("/openai/v1/files/a%2Fb", "/openai/v1/files/a%2Fb")]
    [InlineData("/openai/v1/files/..%2F..%2Fadmin", "/openai/v1/files/..%2F..%2Fadmin")]
    [InlineData("/openai/v1/files/a/../b", "/openai/v1/files/b")]
    [InlineData("/openai/v1/files//b", "/openai/v1/files//b")]
    [InlineData("/openai/v1/files/a\\b", "/openai/v1/files/a\\b")]
    [InlineData("/openai/v1/files/%61", "/openai/v1/files/a")]
    [InlineData("/openai/v1/files/a b", "/openai/v1/files/a b")]
    [InlineData("http://evil/openai/v1/files/a", "/openai/v1/files/a")]
    public void Of_EndpointSpelledAmbiguously_IsNotPassedOn(string raw, string path) =>
        Assert.Equal(RefusalReason.NoSuchPath, CallPaths.Of(new(path, raw))!.Fault?.Reason);

    [Theory]
    [InlineData("?alt=sse", true)]
    [InlineData("?key=k&alt=sse", true)]
    [InlineData("", false)]
    [InlineData("?alt=json", false)]
    [InlineData("?alt=sse&alt=json", false)]
    [InlineData("?ALT=json&alt=sse", false)]
    [InlineData("?alt=%73se", false)]
    public void Of_GeminiStream_WantsEvents(string query, bool served)
    {
        var place = Of("/gemini/v1beta/models/x:streamGenerateContent" + query)!;

        Assert.True(place.Stream);
        Assert.Equal(served ? null : "alt", place.Fault?.Param);
    }

    [Theory]
    [InlineData("/anthropic/v9/x", "Anthropic")]
    [InlineData("/gemini", "Gemini")]
    [InlineData("/azure/openai/x", "Azure")]
    [InlineData("/bedrock/model", "Bedrock")]
    [InlineData("/anthropicx", "OpenAi")]
    [InlineData("/", "OpenAi")]
    public void DialectOf_AnyPath_IsTheFirstPart(string path, string dialect) => Assert.Equal(dialect, CallPaths.DialectOf(path).ToString());

    private static CallPlace? Of(string raw)
    {
        var path = raw.Split('?')[0];
        return CallPaths.Of(new(path.Contains("%2F", StringComparison.Ordinal) ? path.Replace("%3A", ":", StringComparison.Ordinal) : Uri.UnescapeDataString(path), raw));
    }
}
