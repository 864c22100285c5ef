using System.Net;
using System.Text;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>A form whose model stands behind its files is read whole, bounded like any body, and leaves with the target's model in the same place.</summary>
public sealed class FormLateModelTests : IAsyncLifetime
{
    private const int MaxBody = 1024 * 1024;
    private Upstream _provider = null!;
    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await Upstream.OfJsonAsync("""{"text":"hello"}""");
        _house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(_provider.BaseUrl, "whisper-1")), options => options with { MaxBody = MaxBody });
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("file", 10, false)]
    [InlineData("file", 10, true)]
    [InlineData("file", 500_000, false)]
    [InlineData("file", 500_000, true)]
    [InlineData("prompt", 70_000, false)]
    public async Task Form_ModelLast_PassesWithTheTargetsModel(string before, int size, bool isChunked)
    {
        using var form = Form(before, size, "fast");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/audio/transcriptions") { Content = form };
        request.Headers.TransferEncodingChunked = isChunked;

        Assert.Equal(HttpStatusCode.OK, (await _house.Agent.SendAsync(request)).StatusCode);

        using var sent = Form(before, size, "whisper-1");
        Assert.Equal(await sent.ReadAsByteArrayAsync(), _provider.Call.Body);
        Assert.Equal("multipart/form-data; boundary=b", _provider.Call.Headers["Content-Type"]);
        await _house.WhenQuietAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Form_ModelBehindTooMuch_IsTooLarge(bool isChunked)
    {
        using var form = Form("file", MaxBody, "fast");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/audio/transcriptions") { Content = form };
        request.Headers.TransferEncodingChunked = isChunked;

        var answer = await _house.Agent.SendAsync(request);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Code));
        Assert.Empty(_provider.Calls);
    }

    [Fact]
    public async Task Form_WithoutModel_IsToldWhichFieldIsMissing()
    {
        using var form = Form("file", 100_000, null);

        var answer = await _house.Agent.PostAsync("/openai/v1/images/edits", form);

        Assert.Equal((HttpStatusCode.BadRequest, "model"), (answer.StatusCode, (await SidecarHouse.ErrorOfAsync(answer)).Param));
        Assert.Empty(_provider.Calls);
        await _house.WhenQuietAsync();
    }

    private static ByteArrayContent Form(string before, int size, string? model)
    {
        var text = new StringBuilder($"--b\r\nContent-Disposition: form-data; name=\"{before}\"{(before == "file" ? "; filename=\"f\"" : "")}\r\n\r\n").Append('x', size).Append("\r\n");
        if (model is not null) text.Append($"--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n");
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(text + "--b--\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        return content;
    }
}
