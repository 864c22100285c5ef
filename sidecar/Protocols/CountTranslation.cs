using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Questions of how many tokens a conversation has.</summary>
internal sealed class CountTranslation : Translation
{
    private readonly CountFormat _asked;
    private readonly Conversation _conversation;

    public CountTranslation(Call call, CountFormat asked, JsonDocument document)
        : base(document)
    {
        _asked = asked;
        _conversation = asked.ReadRequest(document.RootElement);
        _conversation.Model = call.Model!;
    }

    public override bool CanWrite(WireFormat format) => CountFormats.Of(format) is not null;

    public override void WriteRequest(in SurfaceCall to, Utf8JsonWriter json, Losses losses)
    {
        (_conversation.Model, _conversation.ProviderKind) = (to.Model, to.Provider.Kind);
        foreach (var path in _conversation.Unknown) losses.Add(path);
        CountFormats.Of(to.Format)!.WriteRequest(_conversation, json, losses);
    }

    /// <summary>Counting uses nothing.</summary>
    public override Usage WriteAnswer(WireFormat format, JsonElement answer, Utf8JsonWriter json)
    {
        _asked.WriteAnswer(CountFormats.Of(format)!.ReadAnswer(answer), json);
        return default;
    }

    public override ProviderError? ReadError(WireFormat format, int status, JsonElement root) => CountFormats.Of(format)!.ReadError(status, root);
}
