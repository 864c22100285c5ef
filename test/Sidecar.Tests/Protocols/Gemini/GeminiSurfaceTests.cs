using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Gemini;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

public sealed class GeminiSurfaceTests
{
    [Theory]
    [InlineData("GeminiContent", "gemini-3-pro", false, "/models/gemini-3-pro:generateContent")]
    [InlineData("GeminiContent", "models/gemini-3-pro", true, "/models/gemini-3-pro:streamGenerateContent?alt=sse")]
    [InlineData("GeminiContent", "tunedModels/mine", false, "/tunedModels/mine:generateContent")]
    [InlineData("GeminiContent", "../x?key=1#", false, "/models/..%2Fx%3Fkey%3D1%23:generateContent")]
    [InlineData("GeminiCount", "m", false, "/models/m:countTokens")]
    [InlineData("GeminiEmbed", "m", false, "/models/m:embedContent")]
    [InlineData("GeminiBatchEmbed", "m", false, "/models/m:batchEmbedContents")]
    public void PathOf_Gemini_NamesTheModel(string format, string model, bool stream, string path) =>
        Assert.Equal(path, GeminiSurface.Instance.PathOf(new(null!, Enum.Parse<WireFormat>(format), model, stream)));

    [Theory]
    [InlineData("GeminiContent", "gemini-3-pro", true, "/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse")]
    [InlineData("VertexCount", "m", false, "/publishers/google/models/m:countTokens")]
    [InlineData("VertexPredict", "text-embedding-005", false, "/publishers/google/models/text-embedding-005:predict")]
    [InlineData("GeminiEmbed", "gemini-embedding-2", false, "/publishers/google/models/gemini-embedding-2:embedContent")]
    [InlineData("VertexMessages", "claude-sonnet-4@20250514", false, "/publishers/anthropic/models/claude-sonnet-4@20250514:rawPredict")]
    [InlineData("VertexMessages", "claude-a/b", true, "/publishers/anthropic/models/claude-a%2Fb:streamRawPredict")]
    [InlineData("AnthropicCount", "claude-sonnet-4", false, "/publishers/anthropic/models/count-tokens:rawPredict")]
    public void PathOf_Vertex_NamesPublisherAndModel(string format, string model, bool stream, string path) =>
        Assert.Equal(path, VertexSurface.Instance.PathOf(new(null!, Enum.Parse<WireFormat>(format), model, stream)));

    [Theory]
    [InlineData("OpenAiChat", "GeminiContent")]
    [InlineData("GeminiContent", "GeminiContent")]
    [InlineData("GeminiCount", "GeminiCount")]
    [InlineData("OpenAiEmbeddings", "GeminiBatchEmbed")]
    [InlineData("GeminiEmbed", "GeminiEmbed")]
    [InlineData("OpenAiForm", "None")]
    public void Serve_Gemini_IsItsOwnFormatOfTheFamily(string asked, string served) =>
        Assert.Equal(Enum.Parse<WireFormat>(served), GeminiSurface.Instance.Serve(Enum.Parse<WireFormat>(asked), "gemini-3-pro", null!));

    [Theory]
    [InlineData("OpenAiChat", "gemini-3-pro", "GeminiContent")]
    [InlineData("OpenAiChat", "claude-opus-4", "VertexMessages")]
    [InlineData("GeminiCount", "gemini-3-pro", "VertexCount")]
    [InlineData("GeminiCount", "claude-opus-4", "AnthropicCount")]
    [InlineData("OpenAiEmbeddings", "gemini-embedding-001", "VertexPredict")]
    [InlineData("OpenAiEmbeddings", "gemini-embedding-2", "GeminiEmbed")]
    [InlineData("OpenAiEmbeddings", "text-embedding-005", "VertexPredict")]
    [InlineData("OpenAiEmbeddings", "claude-opus-4", "None")]
    [InlineData("OpenAiJson", "imagen-4", "None")]
    public void Serve_Vertex_DependsOnTheModel(string asked, string model, string served) =>
        Assert.Equal(Enum.Parse<WireFormat>(served), VertexSurface.Instance.Serve(Enum.Parse<WireFormat>(asked), model, null!));

    [Fact]
    public void InsteadOfModel_Claude_IsTheVersion()
    {
        Assert.Equal("\"anthropic_version\":\"vertex-2023-10-16\"", Encoding.ASCII.GetString(VertexSurface.Instance.InsteadOfModel(WireFormat.VertexMessages)!.Value.Span));
        Assert.Null(VertexSurface.Instance.InsteadOfModel(WireFormat.AnthropicCount));
        Assert.False(VertexSurface.Instance.NamesModelInPath(WireFormat.AnthropicCount));
        Assert.True(VertexSurface.Instance.NamesModelInPath(WireFormat.VertexMessages));
    }

    [Fact]
    public void Registries_EachFormatThatASurfaceServes_CanBeWritten()
    {
        Assert.NotNull(ConversationFormats.Of(WireFormat.GeminiContent));
        Assert.NotNull(CountFormats.Of(WireFormat.GeminiCount));
        Assert.NotNull(CountFormats.Of(WireFormat.VertexCount));
        Assert.All([WireFormat.GeminiEmbed, WireFormat.GeminiBatchEmbed, WireFormat.VertexPredict, WireFormat.OpenAiEmbeddings], format => Assert.NotNull(EmbeddingFormats.Of(format)));
    }
}
