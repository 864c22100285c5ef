using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Tests.Protocols.Translation;

namespace AiGateway.Sidecar.Tests.Protocols.Anthropic;

/// <summary>However a good body is broken, it is read or refused.</summary>
public sealed class AnthropicFuzzTests
{
    private static readonly AnthropicFormat s_format = new(TimeProvider.System);

    [Theory]
    [InlineData("anthropic-to-openai/text")]
    [InlineData("anthropic-to-openai/tools")]
    [InlineData("anthropic-to-openai/losses")]
    [InlineData("anthropic-to-anthropic/rich")]
    public void ReadRequest_Broken_IsReadOrRefused(string name) => AnswerMutations.RequestsAreReadOrRefused(s_format, Body(name, "request.json"));

    [Theory]
    [InlineData("openai-to-anthropic/text")]
    [InlineData("openai-to-anthropic/tools")]
    [InlineData("openai-to-anthropic/thinking")]
    public void ReadAnswer_Broken_IsReadOrRefused(string name) => AnswerMutations.AreReadOrRefused(Body(name, "answer.json"), root => s_format.ReadAnswer(root));

    [Theory]
    [InlineData("openai-to-anthropic/text")]
    [InlineData("openai-to-anthropic/tools")]
    [InlineData("openai-to-anthropic/thinking")]
    public void DeltaReader_Broken_IsReadOrRefused(string name) => AnswerMutations.StreamIsReadOrRefused(s_format, Body(name, "stream.txt"));

    [Fact]
    public void ReadError_Broken_IsReadOrRefused() =>
        AnswerMutations.AreReadOrRefused(Body("openai-to-anthropic/text", "error.json"), root => s_format.ReadError(400, root.Member("body")));

    private static string Body(string name, string file) => new TranslationCase(name).Read(file)!;
}
