using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Images;
using OpenAI.Moderations;

namespace AiGateway.Sdk.Tests;

/// <summary>What OpenAI's API has beside conversations, with its official client, against the ahead-of-time sidecar.</summary>
public sealed class DotnetEndpointTests(SharedLine shared)
{
    private static readonly ApiKeyCredential s_key = new("aigateway-placeholder");

    [Fact]
    public async Task Image_Made_Arrives()
    {
        var image = (await new ImageClient("openai", s_key, Options()).GenerateImageAsync("A pixel.", new() { ResponseFormat = GeneratedImageFormat.Bytes })).Value;

        Assert.Equal(70, image.ImageBytes.ToMemory().Length);
    }

    [Fact]
    public async Task Speech_Made_ArrivesAsBytes() =>
        Assert.Equal("ID3 fake speech", (await new AudioClient("openai", s_key, Options()).GenerateSpeechAsync("Hello.", GeneratedSpeechVoice.Alloy)).Value.ToString());

    [Fact]
    public async Task Transcription_ModelBeforeTheFile_Arrives()
    {
        using var http = new HttpClient();
        using var form = new MultipartFormDataContent { { new StringContent("openai"), "model" }, { new ByteArrayContent(new byte[300_000]), "file", "speech.mp3" } };

        using var answer = await http.PostAsync(new Uri($"{shared.Line.BaseUrl}/audio/transcriptions"), form, TestContext.Current.CancellationToken);

        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Hello from the fake provider.", JsonDocument.Parse(text).RootElement.GetProperty("text").GetString());
    }

    /// <summary>This client writes the file first.</summary>
    [Fact]
    public async Task Transcription_FileBeforeTheModel_Arrives()
    {
        using var audio = new MemoryStream(new byte[300_000]);

        var answer = await new AudioClient("openai", s_key, Options()).TranscribeAudioAsync(audio, "speech.mp3");

        Assert.Equal("Hello from the fake provider.", answer.Value.Text);
    }

    [Fact]
    public async Task Moderation_OfAText_Arrives() =>
        Assert.False((await new ModerationClient("openai", s_key, Options()).ClassifyTextAsync("Hello.")).Value.Flagged);

    [Fact]
    public async Task Realtime_Response_IsAccounted()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new($"{shared.Line.BaseUrl.Replace("http://", "ws://", StringComparison.Ordinal)}/realtime?model=openai"), TestContext.Current.CancellationToken);
        Assert.Equal("session.created", await TypeAsync(socket));

        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"response.create"}"""), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        Assert.Equal(["response.created", "response.output_text.delta", "response.done"], [await TypeAsync(socket), await TypeAsync(socket), await TypeAsync(socket)]);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(() => shared.Line.Audit.Any(line =>
            line.Contains("\"gen_ai.request.model\":\"openai\"", StringComparison.Ordinal) && line.Contains("\"gen_ai.usage.input_tokens\":10,", StringComparison.Ordinal)), "the call is audited with its usage");
    }

    private static async Task<string> TypeAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(buffer.AsMemory(0, message.Count)).RootElement.GetProperty("type").GetString()!;
    }

    private OpenAIClientOptions Options() => new() { Endpoint = new(shared.Line.BaseUrl), RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
}
