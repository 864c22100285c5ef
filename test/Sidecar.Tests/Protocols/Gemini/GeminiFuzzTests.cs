using System.Text.Json;
using AiGateway.Sidecar.Protocols.Gemini;
using AiGateway.Sidecar.Tests.Protocols.Translation;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

/// <summary>However a good body is broken, it is read or refused.</summary>
public sealed class GeminiFuzzTests
{
    private const string Request = """
        {"contents":[{"role":"user","parts":[{"text":"a"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}},{"file_data":{"mime_type":"application/pdf","file_uri":"https://x.test/a.pdf"}}]},
         {"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"c2ln"},{"functionCall":{"id":"1","name":"f","args":{"a":[1]}},"thoughtSignature":"YWlndzEuYW50aHJvcGljLnM="}]},
         {"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"output":"42"},"parts":[{"inlineData":{"mimeType":"image/png","data":"QUJD"}}]}}]}],
         "systemInstruction":{"parts":[{"text":"s"}]},"tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT","properties":{"a":{"type":"STRING","nullable":true,"enum":["x"]}}}}]}],
         "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"serviceTier":"flex",
         "generationConfig":{"topK":3,"stopSequences":["x"],"responseMimeType":"application/json","responseSchema":{"anyOf":[{"type":"STRING"}]},"thinkingConfig":{"thinkingLevel":"low","includeThoughts":true}}}
        """;

    private const string Answer = """
        {"candidates":[{"content":{"parts":[{"text":"hm","thought":true,"thoughtSignature":"YWlndzFzLmFudGhyb3BpYy54"},{"functionCall":{"id":"1","name":"f","args":{"a":1}}},{"inlineData":{"mimeType":"image/png","data":"QQ=="}}]},"finishReason":"STOP","finishMessage":"m","index":0,
         "logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5}]}]}}],"promptFeedback":{"blockReason":"OTHER","blockReasonMessage":"x"},
         "usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":3},"modelVersion":"g","responseId":"r"}
        """;

    [Fact]
    public void Request_Broken_IsReadOrRefused() => AnswerMutations.RequestsAreReadOrRefused(new GeminiFormat(), Request);

    [Fact]
    public void Answer_Broken_IsReadOrRefused() =>
        AnswerMutations.AreReadOrRefused(Answer, root => GeminiText.Write(json => GeminiText.Format.WriteAnswer(GeminiText.Format.ReadAnswer(root), json)));

    [Fact]
    public void Stream_Broken_IsReadOrRefused() => AnswerMutations.StreamIsReadOrRefused(new GeminiFormat(), $"data: {Answer.ReplaceLineEndings("")}\n\ndata: {Answer.ReplaceLineEndings("")}\n\n");

    [Fact]
    public void Error_Broken_IsReadOrRefused() =>
        AnswerMutations.AreReadOrRefused("""{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"reason":"R","retryDelay":"3s"}]}}""", root => GeminiText.Format.ReadError(429, root));

    [Theory]
    [InlineData("embed", """{"embedding":{"values":[0.5,1]},"usageMetadata":{"promptTokenCount":3}}""")]
    [InlineData("batch", """{"embeddings":[{"values":[0.5,1]}]}""")]
    [InlineData("predict", """{"predictions":[{"embeddings":{"values":[0.5],"statistics":{"token_count":3}}}]}""")]
    [InlineData("openai", """{"data":[{"index":0,"embedding":[0.5]},{"index":1,"embedding":"AACAPw=="}],"model":"m","usage":{"prompt_tokens":3}}""")]
    public void Vectors_Broken_AreReadOrRefused(string format, string body) => AnswerMutations.AreReadOrRefused(body, root => EmbeddingText.Formats[format].ReadAnswer(root));

    [Fact]
    public void WriteRequest_HalfASurrogatePair_GoesOutAsItCame()
    {
        var conversation = GeminiText.Read("""{"contents":[{"parts":[{"functionResponse":{"name":"f","response":{"output":"\ud800"}}}]}],"tools":[{"functionDeclarations":[{"name":"f","parametersJsonSchema":{"x":"\ud800"}}]}]}""");

        var text = GeminiText.Write(conversation, out _);

        Assert.Equal(2, text.Split("\"\\ud800\"").Length - 1);
        Assert.IsType<JsonElement>(GeminiText.Json(text));
    }
}
