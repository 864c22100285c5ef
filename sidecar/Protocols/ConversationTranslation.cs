using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Conversations, whole and streamed.</summary>
internal sealed class ConversationTranslation : Translation
{
    private readonly ConversationFormat _asked;
    private readonly Conversation _conversation;

    public ConversationTranslation(Call call, ConversationFormat asked, JsonDocument document)
        : base(document)
    {
        _asked = asked;
        _conversation = asked.ReadRequest(document.RootElement);
        _conversation.Model = call.Model!;
        _conversation.Stream = call.Request!.Stream;
    }

    public override bool CanWrite(WireFormat format) => ConversationFormats.Of(format) is not null;

    public override void WriteRequest(in SurfaceCall to, Utf8JsonWriter json, Losses losses)
    {
        (_conversation.Model, _conversation.ProviderKind) = (to.Model, to.Provider.Kind);
        foreach (var path in _conversation.Unknown) losses.Add(path);
        ConversationFormats.Of(to.Format)!.WriteRequest(_conversation, json, losses);
    }

    public override Usage WriteAnswer(WireFormat format, JsonElement answer, Utf8JsonWriter json)
    {
        var read = ConversationFormats.Of(format)!.ReadAnswer(answer);
        _asked.WriteAnswer(read.Model is null ? read with { Model = _conversation.Model } : read, json);
        return read.Usage;
    }

    public override ProviderError? ReadError(WireFormat format, int status, JsonElement root) => ConversationFormats.Of(format)!.ReadError(status, root);

    public override (DeltaReader Reader, DeltaWriter Writer)? Stream(WireFormat format) =>
        (ConversationFormats.Of(format)!.NewDeltaReader(), _asked.NewDeltaWriter(_conversation));
}
