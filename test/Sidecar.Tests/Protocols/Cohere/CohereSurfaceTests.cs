using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Cohere;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Tests.Protocols.Cohere;

public sealed class CohereSurfaceTests
{
    [Theory]
    [InlineData("OpenAiChat", "CohereChat", "/v2/chat")]
    [InlineData("AnthropicMessages", "CohereChat", "/v2/chat")]
    [InlineData("OpenAiEmbeddings", "CohereEmbed", "/v2/embed")]
    [InlineData("OpenAiJson", "OpenAiJson", "/v2/below")]
    [InlineData("Opaque", "Opaque", "/below")]
    public void PathOf_AFormat_IsItsOwn(string asked, string served, string path) => Addresses(CohereSurface.Instance, asked, served, path);

    private static void Addresses(CohereSurface surface, string asked, string served, string path)
    {
        var format = surface.Serve(Enum.Parse<WireFormat>(asked), "m", Provider());

        Assert.Equal(Enum.Parse<WireFormat>(served), format);
        Assert.Equal(path, surface.PathOf(new(Provider(), format, "m", false) { Below = "/below" }));
    }

    private static Provider Provider() => new()
    {
        Name = "default/p",
        Kind = "k",
        Dialect = Dialects.Cohere,
        BaseUrl = new("https://p.example"),
        KeyHeader = "Authorization",
        KeyValue = new("Bearer k"),
        Http = null!,
    };
}
