using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Cohere;
using AiGateway.Sidecar.Tests.Protocols.Translation;

namespace AiGateway.Sidecar.Tests.Protocols.Cohere;

/// <summary>However a good body is broken, it is read or refused.</summary>
public sealed class CohereFuzzTests
{
    private static readonly CohereChatFormat s_format = new();

    [Theory]
    [InlineData("openai-to-cohere/text")]
    [InlineData("openai-to-cohere/tools")]
    [InlineData("openai-to-cohere/thinking")]
    public void ReadAnswer_Broken_IsReadOrRefused(string name) => AnswerMutations.AreReadOrRefused(Body(name, "answer.json"), root => s_format.ReadAnswer(root));

    [Theory]
    [InlineData("openai-to-cohere/text")]
    [InlineData("openai-to-cohere/tools")]
    [InlineData("openai-to-cohere/thinking")]
    [InlineData("anthropic-to-cohere/broken")]
    public void DeltaReader_Broken_IsReadOrRefused(string name) => AnswerMutations.StreamIsReadOrRefused(s_format, Body(name, "stream.txt"));

    [Fact]
    public void ReadError_Broken_IsReadOrRefused() =>
        AnswerMutations.AreReadOrRefused(Body("openai-to-cohere/text", "error.json"), root => s_format.ReadError(400, root.Member("body")));

    [Fact]
    public void ReadEmbeddings_Broken_IsReadOrRefused() =>
        AnswerMutations.AreReadOrRefused(
            """{"id":"x","embeddings":{"float":[[0.5,-1],[1,2]]},"texts":["a"],"meta":{"billed_units":{"input_tokens":3}}}""",
            root => new CohereEmbedFormat().ReadAnswer(root));

    private static string Body(string name, string file) => new TranslationCase(name).Read(file)!;
}
