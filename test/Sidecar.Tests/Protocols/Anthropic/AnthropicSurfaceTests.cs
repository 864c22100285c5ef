using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Anthropic;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Protocols.Anthropic;

public sealed class AnthropicSurfaceTests
{
    [Theory]
    [InlineData("AnthropicMessages", "AnthropicMessages", "/messages")]
    [InlineData("GeminiContent", "AnthropicMessages", "/messages")]
    [InlineData("AnthropicCount", "AnthropicCount", "/messages/count_tokens")]
    [InlineData("GeminiCount", "AnthropicCount", "/messages/count_tokens")]
    [InlineData("Opaque", "Opaque", "/below")]
    public void PathOf_AFormat_IsItsOwn(string asked, string served, string path) => Addresses(AnthropicSurface.Instance, asked, served, path);

    [Theory]
    [InlineData("OpenAiEmbeddings")]
    [InlineData("OpenAiForm")]
    [InlineData("OpenAiJson")]
    public void Serve_WhatItHasNot_IsNotServed(string asked) =>
        Assert.Equal(WireFormat.None, AnthropicSurface.Instance.Serve(Enum.Parse<WireFormat>(asked), "m", Provider()));

    [Theory]
    [InlineData(null, "2023-06-01")]
    [InlineData("2024-01-01", "2024-01-01")]
    public void AddHeaders_Version_IsTheAgentsOrOurs(string? agents, string sent)
    {
        using var request = new HttpRequestMessage();
        if (agents is not null) request.Headers.Add("anthropic-version", agents);

        AnthropicSurface.Instance.AddHeaders(new(Provider(), WireFormat.AnthropicMessages, "m", false), request.Headers);

        Assert.Equal([sent], request.Headers.GetValues("anthropic-version"));
    }

    private static void Addresses(AnthropicSurface surface, string asked, string served, string path)
    {
        var format = surface.Serve(Enum.Parse<WireFormat>(asked), "m", Provider());

        Assert.Equal(Enum.Parse<WireFormat>(served), format);
        Assert.Equal(path, surface.PathOf(new(Provider(), format, "m", false) { Below = "/below" }));
    }

    private static Provider Provider() => new()
    {
        Name = "default/p",
        Kind = "k",
        Dialect = Dialects.Anthropic,
        BaseUrl = new("https://p.example"),
        KeyHeader = "Authorization",
        KeyValue = new("Bearer k"),
        Http = null!,
    };
}
