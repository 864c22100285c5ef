using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Tests.Protocols.Translation;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

/// <summary>However a good body is broken, it is read or refused.</summary>
public sealed class BedrockFuzzTests
{
    [Theory]
    [InlineData("bedrock-to-openai/everything")]
    [InlineData("bedrock-to-openai/text")]
    [InlineData("bedrock-to-openai/tools")]
    public void ReadRequest_Broken_IsReadOrRefused(string name) =>
        AnswerMutations.RequestsAreReadOrRefused(BedrockFormat.Instance, new TranslationCase(name).Read("request.json")!);

    [Theory]
    [InlineData("openai-to-bedrock/text")]
    [InlineData("openai-to-bedrock/tools")]
    public void ReadAnswer_Broken_IsReadOrRefused(string name) =>
        AnswerMutations.AreReadOrRefused(new TranslationCase(name).Read("answer.json")!, root => BedrockFormat.Instance.ReadAnswer(root));

    [Fact]
    public void ReadError_Broken_IsReadOrRefused() =>
        AnswerMutations.AreReadOrRefused("""{"message":"a","__type":"b#c:d","Message":["e"]}""", root => BedrockFormat.Instance.ReadError(400, root));

    [Theory]
    [InlineData("openai-to-bedrock/text")]
    [InlineData("openai-to-bedrock/tools")]
    [InlineData("openai-to-bedrock/nova")]
    public void DeltaReader_Broken_IsReadOrRefused(string name) =>
        AnswerMutations.StreamIsReadOrRefused(BedrockFormat.Instance, new TranslationCase(name).Read("stream.txt")!);
}
