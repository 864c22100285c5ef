using System.Text.Json;
using AiGateway.Sidecar.Protocols.Gemini;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

public sealed class GeminiCountTests
{
    private static readonly GeminiCountFormat s_gemini = new(isVertex: false);
    private static readonly GeminiCountFormat s_vertex = new(isVertex: true);

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"a"}]}]}""", "")]
    [InlineData("""{"generate_content_request":{"model":"models/fast","contents":[{"parts":[{"text":"a"}]}],"cachedContent":"c"},"other":1}""", "generate_content_request.cachedContent other")]
    public void Again_EitherForm_IsAWholeRequestForTheModel(string request, string unknown)
    {
        var conversation = s_gemini.ReadRequest(GeminiText.Json(request));
        conversation.Model = "m1";

        Assert.Equal(unknown, string.Join(' ', conversation.Unknown));
        Assert.Equal(
            """{"generateContentRequest":{"model":"models/m1","contents":[{"role":"user","parts":[{"text":"a"}]}]}}""",
            GeminiText.Write(json => s_gemini.WriteRequest(conversation, json, new())));
        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"a"}]}]}""", GeminiText.Write(json => s_vertex.WriteRequest(conversation, json, new())));
    }

    [Fact]
    public void Answer_Count_IsReadAndWritten()
    {
        Assert.Equal(31, s_gemini.ReadAnswer(GeminiText.Json("""{"totalTokens":31,"promptTokensDetails":[]}""")));
        Assert.Equal("""{"totalTokens":31}""", GeminiText.Write(json => s_gemini.WriteAnswer(31, json)));
        Assert.Throws<KeyNotFoundException>(() => s_gemini.ReadAnswer(GeminiText.Json("{}")));
        Assert.Throws<JsonException>(() => s_gemini.ReadAnswer(GeminiText.Json("""{"totalTokens":-1}""")));
    }
}
