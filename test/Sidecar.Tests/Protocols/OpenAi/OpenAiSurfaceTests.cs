using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.OpenAi;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Protocols.OpenAi;

public sealed class OpenAiSurfaceTests
{
    [Theory]
    [InlineData("OpenAiChat", "groq", "OpenAiChat")]
    [InlineData("AnthropicMessages", "groq", "OpenAiChat")]
    [InlineData("GeminiContent", "openai", "OpenAiChat")]
    [InlineData("CohereChat", "openai", "OpenAiChat")]
    [InlineData("OpenAiResponses", "openai", "OpenAiResponses")]
    [InlineData("OpenAiResponses", "xai", "OpenAiResponses")]
    [InlineData("OpenAiResponses", "ollama", "OpenAiChat")]
    [InlineData("GeminiBatchEmbed", "openai", "OpenAiEmbeddings")]
    [InlineData("CohereEmbed", "openai", "OpenAiEmbeddings")]
    [InlineData("OpenAiForm", "openai", "OpenAiForm")]
    [InlineData("Opaque", "openai", "Opaque")]
    [InlineData("GeminiCount", "openai", "None")]
    [InlineData("AnthropicCount", "openai", "None")]
    public void Serve_AFormat_IsItselfOrTheOneOfItsFamily(string asked, string kind, string served) =>
        Assert.Equal(Enum.Parse<WireFormat>(served), OpenAiSurface.Instance.Serve(Enum.Parse<WireFormat>(asked), "m", Provider(Dialects.OpenAi, kind)));

    [Theory]
    [InlineData("OpenAiChat", "/chat/completions")]
    [InlineData("OpenAiResponses", "/responses")]
    [InlineData("OpenAiCompletions", "/completions")]
    [InlineData("OpenAiEmbeddings", "/embeddings")]
    [InlineData("OpenAiRealtime", "/realtime?model=a%2Fb%26c")]
    [InlineData("OpenAiJson", "/images/generations")]
    public void PathOf_OpenAi_StandsBelowTheBase(string format, string path) =>
        Assert.Equal(path, Path(Provider(Dialects.OpenAi, "openai"), Enum.Parse<WireFormat>(format)));

    [Theory]
    [InlineData("OpenAiChat", "2024-10-21", "/openai/deployments/a%2Fb%26c/chat/completions?api-version=2024-10-21")]
    [InlineData("OpenAiJson", "2024-10-21", "/openai/deployments/a%2Fb%26c/images/generations?api-version=2024-10-21")]
    [InlineData("OpenAiResponses", "2025-03-01-preview", "/openai/responses?api-version=2025-03-01-preview")]
    [InlineData("OpenAiRealtime", "2024-10-21", "/openai/realtime?api-version=2024-10-21&deployment=a%2Fb%26c")]
    [InlineData("OpenAiChat", null, "/openai/v1/chat/completions")]
    [InlineData("OpenAiJson", null, "/openai/v1/images/generations")]
    [InlineData("OpenAiRealtime", null, "/openai/v1/realtime?model=a%2Fb%26c")]
    public void PathOf_Azure_NamesTheDeploymentWhereItsVersionDoes(string format, string? version, string path) =>
        Assert.Equal(path, Path(Provider(Dialects.AzureOpenAi, "azureOpenAi", version), Enum.Parse<WireFormat>(format)));

    [Fact]
    public void PathOf_BelowWithAQuery_KeepsOneMark() => Assert.Equal(
        "/openai/files?limit=1&api-version=v",
        AzureSurface.Versioned.PathOf(new(Provider(Dialects.AzureOpenAi, "azureOpenAi", "v"), WireFormat.Opaque, "", false) { Below = "/files?limit=1" }));

    [Theory]
    [InlineData("OpenAiChat", null, false)]
    [InlineData("OpenAiChat", "v", true)]
    [InlineData("OpenAiResponses", "v", false)]
    [InlineData("OpenAiRealtime", null, true)]
    public void NamesModelInPath_Azure_WhereTheDeploymentStandsThere(string format, string? version, bool names) =>
        Assert.Equal(names, ProviderSurfaces.Of(Provider(Dialects.AzureOpenAi, "azureOpenAi", version))!.NamesModelInPath(Enum.Parse<WireFormat>(format)));

    private static string Path(Provider provider, WireFormat format) =>
        ProviderSurfaces.Of(provider)!.PathOf(new(provider, format, "a/b&c", false) { Below = "/images/generations" });

    private static Provider Provider(string dialect, string kind, string? version = null) => new()
    {
        Name = "default/p",
        Kind = kind,
        Dialect = dialect,
        BaseUrl = new("https://p.example"),
        KeyHeader = "Authorization",
        ApiVersion = version,
        KeyValue = new("Bearer k"),
        Http = null!,
    };
}
