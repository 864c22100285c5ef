using System.Buffers;
using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>OpenAI's clients, a provider that is Bedrock: signed requests, binary streams, errors of AWS.</summary>
public sealed class BedrockCallTests
{
    private const string Model = "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0";
    private const string Token = "session-token-0123456789";

    [Fact]
    public async Task Stream_FromBedrock_IsSignedAndComesAsEvents()
    {
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = EventStreamReader.MediaType;
            foreach (var piece in Messages().Chunk(50)) await http.Response.Body.WriteAsync(piece);
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Target(provider.BaseUrl)));

        var answer = await AskAsync(house, stream: true);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("\"content\":\"Hello\"", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal("""{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}""", provider.Call.Text);
        Assert.EndsWith("/converse-stream", provider.Call.Path, StringComparison.Ordinal);
        Assert.Equal(Token, provider.Call.Headers["x-amz-security-token"]);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", provider.Call.Headers["Authorization"], StringComparison.Ordinal);
        await house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("UnrecognizedClientException", "The security token included in the request is invalid.", "provider_unauthorized")]
    [InlineData("AccessDeniedException", "The canonical string was x-amz-security-token:" + Token, "provider_failed")]
    public async Task Error_OfTheGatewaysKey_StaysHere(string type, string message, string code)
    {
        await using var provider = await Upstream.StartAsync(http =>
        {
            http.Response.Headers["x-amzn-ErrorType"] = type + ":http://internal.amazon.com/";
            return Upstream.JsonAsync(http, $$"""{"message":"{{message}}"}""", 403);
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Target(provider.BaseUrl)));

        var answer = await AskAsync(house, stream: false);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains(code, text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", text, StringComparison.OrdinalIgnoreCase);
        await house.WhenQuietAsync();
    }

    private static Task<HttpResponseMessage> AskAsync(SidecarHouse house, bool stream) =>
        house.ChatAsync($$"""{"model":"fast","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""");

    private static byte[] Messages()
    {
        var bytes = new ArrayBufferWriter<byte>();
        EventStreamWriter.Write(bytes, "messageStart", """{"role":"assistant"}"""u8);
        EventStreamWriter.Write(bytes, "contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hello"}}"""u8);
        EventStreamWriter.Write(bytes, "contentBlockStop", """{"contentBlockIndex":0}"""u8);
        EventStreamWriter.Write(bytes, "messageStop", """{"stopReason":"end_turn"}"""u8);
        EventStreamWriter.Write(bytes, "metadata", """{"usage":{"inputTokens":3,"outputTokens":1,"totalTokens":4},"metrics":{"latencyMs":1}}"""u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static Target Target(Uri baseUrl)
    {
        var target = Given.Target(baseUrl, Model);
        return new()
        {
            Model = target.Model,
            ModelJson = target.ModelJson,
            Provider = new()
            {
                Name = target.Provider.Name,
                Kind = "bedrock",
                Dialect = Dialects.Bedrock,
                BaseUrl = baseUrl,
                KeyHeader = "Authorization",
                KeyValue = new(Given.Key),
                Aws = new() { Region = "eu-west-1", AccessKeyId = "AKIDEXAMPLE", SessionToken = new(Token) },
                Http = target.Provider.Http,
            },
        };
    }
}
