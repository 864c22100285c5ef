using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>
/// Sealed reasoning is bytes in Converse, which its clients decode from base64 and encode again: what Bedrock sealed passes as it is, what another maker did stands in
/// base64 as the text that tells so.
/// </summary>
internal static class BedrockSeal
{
    public static Signature Read(string base64)
    {
        Span<byte> bytes = new byte[(base64.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return new(Signature.Bedrock, base64);
        var read = Signature.Read(Encoding.UTF8.GetString(bytes[..length]), Signature.Bedrock);
        return read.Origin == Signature.Bedrock ? new(Signature.Bedrock, base64) : read;
    }

    public static void Write(Utf8JsonWriter json, Signature seal)
    {
        if (seal.Origin == Signature.Bedrock) json.WriteString("redactedContent", seal.Value);
        else json.WriteBase64String("redactedContent", Encoding.UTF8.GetBytes(seal.WriteFor(Signature.Bedrock)));
    }
}
