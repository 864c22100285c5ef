using System.Net;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>An agent that speaks HTTP/2 without TLS gets the same.</summary>
public sealed class Http2Tests
{
    [Fact]
    public async Task Chat_OverHttp2_ManyAtOnce_EachGetsItsOwn()
    {
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await Upstream.EventAsync(http, http.Request.Headers.UserAgent!);
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)), protocols: HttpProtocols.Http2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async n =>
        {
            using var answer = await AskAsync(house, $"agent/{n}");
            return (n, Text: await answer.Content.ReadAsStringAsync(), answer.Version);
        }));

        Assert.All(answers, answer => Assert.Equal(($"data: agent/{answer.n}\n\n", HttpVersion.Version20), (answer.Text, answer.Version)));
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Chat_OverHttp2_RefusalAndMidAnswerCut_AreTold()
    {
        var read = new TaskCompletionSource();
        await using var provider = await Upstream.StartAsync(async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("{");
            await http.Response.Body.FlushAsync();
            await read.Task;
            http.Abort();
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)), protocols: HttpProtocols.Http2);

        var refused = await house.ChatAsync("[]", SpeakHttp2);
        Assert.Equal("invalid_json", (await SidecarHouse.ErrorOfAsync(refused)).Code);
        using var cut = await AskAsync(house, "a");
        read.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => cut.Content.ReadAsStringAsync());
        await house.WhenQuietAsync();
    }

    private static Task<HttpResponseMessage> AskAsync(SidecarHouse house, string name) => house.ChatAsync("""{"model":"fast","stream":true}""", request =>
    {
        SpeakHttp2(request);
        request.Headers.TryAddWithoutValidation("User-Agent", name);
    });

    private static void SpeakHttp2(HttpRequestMessage request) =>
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
}
