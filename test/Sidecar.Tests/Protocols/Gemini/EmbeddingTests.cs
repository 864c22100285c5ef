using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

public sealed class EmbeddingTests
{
    [Theory]
    [InlineData("openai", "batch", """{"model":"x","input":["a","b"],"dimensions":3,"encoding_format":"base64"}""",
        """{"requests":[{"model":"models/m1","content":{"parts":[{"text":"a"}]},"outputDimensionality":3},{"model":"models/m1","content":{"parts":[{"text":"b"}]},"outputDimensionality":3}]}""")]
    [InlineData("openai", "embed", """{"model":"x","input":"a","user":"u"}""", """{"model":"models/m1","content":{"parts":[{"text":"a"}]}} user""")]
    [InlineData("openai", "predict", """{"model":"x","input":"a","dimensions":3}""", """{"instances":[{"content":"a"}],"parameters":{"autoTruncate":false,"outputDimensionality":3}}""")]
    [InlineData("openai", "openai", """{"model":"x","input":["a"],"encoding_format":"base64","user":"u","later":1}""", """{"model":"m1","input":["a"],"encoding_format":"base64","user":"u"} later""")]
    [InlineData("embed", "openai", """{"model":"models/x","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","output_dimensionality":3}""", """{"model":"m1","input":"a","encoding_format":"float","dimensions":3}""")]
    [InlineData("batch", "predict", """{"requests":[{"model":"models/x","content":{"parts":{"text":"a"}},"taskType":"SEMANTIC_SIMILARITY"}]}""",
        """{"instances":[{"content":"a","task_type":"SEMANTIC_SIMILARITY"}],"parameters":{"autoTruncate":false}}""")]
    [InlineData("batch", "batch", """{"requests":[{"content":{"parts":[{"text":"a"},{"text":"b"}]},"title":"t"},{"content":{"parts":[{"text":"c"}]},"taskType":"CLUSTERING"}]}""",
        """{"requests":[{"model":"models/m1","content":{"parts":[{"text":"a"}]}},{"model":"models/m1","content":{"parts":[{"text":"c"}]}}]} requests[0].content.parts[1].text requests[0].title requests[1].taskType""")]
    public void Request_InAnothersWords_SaysTheSame(string from, string to, string request, string expected) => Assert.Equal(expected, EmbeddingText.Request(from, to, request));

    [Theory]
    [InlineData("openai", """{"input":[[1,2]]}""", "input[0]")]
    [InlineData("openai", """{"input":[1,2]}""", "input[0]")]
    [InlineData("openai", """{"input":"a","encoding_format":"int8"}""", "encoding_format")]
    [InlineData("openai", """{"input":[]}""", "input")]
    [InlineData("embed", """{"content":{}}""", "content.parts")]
    [InlineData("batch", """{"requests":[{}]}""", "requests[0].content")]
    [InlineData("batch", "{}", "requests")]
    public void Read_WrongShape_NamesThePlace(string format, string request, string path) =>
        Assert.Equal(path, Assert.Throws<UnfitFieldException>(() => EmbeddingText.Formats[format].ReadRequest(GeminiText.Json(request))).Path);

    [Theory]
    [InlineData("batch", "openai", """{"input":["a","b"]}""", """{"embeddings":[{"values":[0.5,1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":3}}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,1]},{"object":"embedding","index":1,"embedding":[2]}],"model":"","usage":{"prompt_tokens":3,"total_tokens":3}}""")]
    [InlineData("predict", "openai", """{"input":"a","encoding_format":"base64"}""", """{"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":4,"truncated":false}}}]}""",
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPw=="}],"model":"","usage":{"prompt_tokens":4,"total_tokens":4}}""")]
    [InlineData("openai", "batch", """{"requests":[{"content":{"parts":[{"text":"a"}]}}]}""", """{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":"AACAPw=="}],"model":"m","usage":{"prompt_tokens":4}}""",
        """{"embeddings":[{"values":[1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":0,"totalTokenCount":4}}""")]
    [InlineData("openai", "embed", """{"content":{"parts":[{"text":"a"}]}}""", """{"data":[{"index":0,"embedding":[2]}]}""", """{"embedding":{"values":[2]}}""")]
    public void Answer_InAnothersWords_SaysTheSame(string provider, string caller, string asked, string answer, string expected) =>
        Assert.Equal(expected, EmbeddingText.Answer(provider, caller, asked, answer));
}
