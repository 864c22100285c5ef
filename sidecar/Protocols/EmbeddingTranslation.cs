using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Texts in, vectors out.</summary>
internal sealed class EmbeddingTranslation : Translation
{
    private readonly EmbeddingFormat _asked;
    private readonly EmbeddingRequest _request;

    public EmbeddingTranslation(Call call, EmbeddingFormat asked, JsonDocument document)
        : base(document)
    {
        _asked = asked;
        _request = asked.ReadRequest(document.RootElement);
        _request.Model = call.Model!;
    }

    public override bool CanWrite(WireFormat format) => EmbeddingFormats.Of(format) is not null;

    public override void WriteRequest(in SurfaceCall to, Utf8JsonWriter json, Losses losses)
    {
        _request.Model = to.Model;
        foreach (var path in _request.Unknown) losses.Add(path);
        EmbeddingFormats.Of(to.Format)!.WriteRequest(_request, json, losses);
    }

    public override Usage WriteAnswer(WireFormat format, JsonElement answer, Utf8JsonWriter json)
    {
        var read = EmbeddingFormats.Of(format)!.ReadAnswer(answer);
        _asked.WriteAnswer(read.Model is null ? read with { Model = _request.Model } : read, _request, json);
        return read.Usage;
    }

    public override ProviderError? ReadError(WireFormat format, int status, JsonElement root) => EmbeddingFormats.Of(format)!.ReadError(status, root);
}
