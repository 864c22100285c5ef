using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Bedrock;

namespace AiGateway.Sidecar.Tests.Protocols.Bedrock;

public sealed class BedrockSurfaceTests
{
    [Theory]
    [InlineData("anthropic.claude-sonnet-4-20250514-v1:0", false, "/model/anthropic.claude-sonnet-4-20250514-v1%3A0/converse")]
    [InlineData("eu.amazon.nova-pro-v1:0", true, "/model/eu.amazon.nova-pro-v1%3A0/converse-stream")]
    [InlineData("arn:aws:bedrock:x:1:inference-profile/y", false, "/model/arn%3Aaws%3Abedrock%3Ax%3A1%3Ainference-profile%2Fy/converse")]
    [InlineData("a?b#c d", false, "/model/a%3Fb%23c%20d/converse")]
    public void PathOf_AModel_EscapesItsName(string model, bool stream, string path) =>
        Assert.Equal(path, BedrockSurface.Instance.PathOf(new(null!, WireFormat.BedrockConverse, model, stream)));

    [Theory]
    [InlineData("BedrockConverse", "BedrockConverse")]
    [InlineData("OpenAiEmbeddings", "None")]
    [InlineData("AnthropicCount", "None")]
    [InlineData("OpenAiForm", "None")]
    public void Serve_AFormat_IsConverseForConversationsAlone(string asked, string served) =>
        Assert.Equal(Enum.Parse<WireFormat>(served), BedrockSurface.Instance.Serve(Enum.Parse<WireFormat>(asked), "m", null!));
}
