using System.Net;
using System.Text;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Forms stream through once their model was judged, and it is kept the only one to the end.</summary>
public sealed class FormTests : IAsyncLifetime
{
    private Upstream _provider = null!;
    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await Upstream.OfJsonAsync("""{"text":"hello","usage":{"prompt_tokens":7,"completion_tokens":2}}""");
        _house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(_provider.BaseUrl, "whisper-1")));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000_000)]
    public async Task Form_ModelFirst_PassesWithTheTargetsModel(int size)
    {
        var file = new byte[size];
        new Random(7).NextBytes(file);
        using var form = new MultipartFormDataContent { { new StringContent("fast"), "\"model\"" }, { new StringContent("json"), "\"response_format\"" }, { new ByteArrayContent(file), "\"file\"", "\"a.wav\"" } };

        var answer = await _house.Agent.PostAsync("/openai/v1/audio/transcriptions", form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("hello", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(("/v1/audio/transcriptions", "Bearer " + Given.Key), (_provider.Call.Path, _provider.Call.Headers["Authorization"]));
        using var sent = new MultipartFormDataContent(form.Headers.ContentType!.Parameters.Single().Value!.Trim('"'))
        {
            { new StringContent("whisper-1"), "\"model\"" }, { new StringContent("json"), "\"response_format\"" }, { new ByteArrayContent(file), "\"file\"", "\"a.wav\"" },
        };
        Assert.Equal(await sent.ReadAsByteArrayAsync(), _provider.Call.Body);
        var record = await _house.Records.SingleAsync();
        Assert.Equal(("audio", "fast", "whisper-1", "completed", "reported"), (
            record.GetProperty("gen_ai.operation.name").GetString(), record.GetProperty("gen_ai.request.model").GetString(), record.GetProperty("targetModel").GetString(),
            record.GetProperty("ended").GetString(), record.GetProperty("usage").GetProperty("source").GetString()));
        Assert.InRange(record.GetProperty("bytesIn").GetInt64(), size, size + 1000);
        await _house.WhenQuietAsync();
    }

    [Fact]
    public async Task Form_ChunkedWithoutLength_Passes()
    {
        using var form = new MultipartFormDataContent { { new StringContent("fast"), "\"model\"" }, { new ByteArrayContent(new byte[200_000]), "\"file\"", "\"a.wav\"" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/audio/translations") { Content = form };
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal(HttpStatusCode.OK, (await _house.Agent.SendAsync(request)).StatusCode);
        Assert.Contains("whisper-1", _provider.Call.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_BelowADeployment_IsGivenTheModel()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[100]), "\"file\"", "\"a.wav\"" } };

        Assert.Equal(HttpStatusCode.OK, (await _house.Agent.PostAsync("/azure/openai/deployments/fast/audio/transcriptions?api-version=x", form)).StatusCode);
        Assert.Contains("name=\"model\"\r\n\r\nwhisper-1\r\n--", _provider.Call.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no model", "prompt:x", 400)]
    [InlineData("no model but a file", "file:x;prompt:x", 400)]
    [InlineData("model not allowed", "model:secret;file:x", 403)]
    [InlineData("model not allowed behind a file", "file:x;model:secret", 403)]
    [InlineData("second model behind a file", "file:x;model:fast;model:secret", 400)]
    [InlineData("empty model", "model:;file:x", 400)]
    [InlineData("second model", "model:fast;file:x;model:secret", 400)]
    [InlineData("second model in another case", "model:fast;MODEL:secret;file:x", 400)]
    [InlineData("second model in a list", "model:fast;file:x;model[]:secret", 400)]
    public async Task Form_Attack_ReachesNoProviderWhole(string name, string parts, int status)
    {
        Assert.NotEmpty(name);

        var answer = await _house.Agent.PostAsync("/openai/v1/images/edits", Form(parts));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_provider.Calls);
        await _house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=a; boundary=b")]
    public async Task Form_WrongContentType_Is415(string type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _house.Agent.PostAsync("/openai/v1/audio/transcriptions", content)).StatusCode);
    }

    private static ByteArrayContent Form(string parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Split(';').Select(part => part.Split(':')))
            text.Append($"--b\r\nContent-Disposition: form-data; name=\"{part[0]}\"{(part[0] == "file" ? "; filename=\"f\"" : "")}\r\n\r\n{part[1]}\r\n");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text + "--b--\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        return content;
    }
}
