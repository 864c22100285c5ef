using System.Text;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>
/// How signatures stand in a <c>thoughtSignature</c>, which is bytes in base64: Gemini's own as they are, another maker's in base64 around its text, because clients
/// decode the member and may give it back in the other alphabet of base64.
/// </summary>
internal static class GeminiSignatures
{
    private const string Open = "aigw1.";
    private const string Sealed = "aigw1s";
    private static readonly string s_open = Convert.ToBase64String(Encoding.ASCII.GetBytes(Open));
    private static readonly string s_sealed = Convert.ToBase64String(Encoding.ASCII.GetBytes(Sealed));

    public static string Write(Signature signature) =>
        signature.Origin == Signature.Gemini ? signature.Value : Convert.ToBase64String(Encoding.UTF8.GetBytes(signature.WriteFor(Signature.Gemini)));

    /// <summary>Writes reasoning that its maker sealed, so that it is told from a signature when it comes back.</summary>
    public static string WriteSealed(Signature value) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Sealed}.{value.Origin}.{value.Value}"));

    public static Signature Read(string text, out bool isSealed)
    {
        isSealed = text.StartsWith(s_sealed, StringComparison.Ordinal);
        if (!isSealed && !text.StartsWith(s_open, StringComparison.Ordinal)) return new(Signature.Gemini, text);
        var standard = text.Replace('-', '+').Replace('_', '/');
        var bytes = new byte[(standard.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            isSealed = false;
            return new(Signature.Gemini, text);
        }

        var inner = Encoding.UTF8.GetString(bytes, 0, length);
        return Signature.Read(isSealed ? Open + inner[(Sealed.Length + 1)..] : inner, Signature.Gemini);
    }
}
