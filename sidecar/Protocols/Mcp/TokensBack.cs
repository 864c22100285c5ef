using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Json;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Puts the values of reversible masks back into a whole message, where their tokens stand.</summary>
internal static class TokensBack
{
    /// <summary>The message with the values, in one line; null where no token is in it.</summary>
    public static byte[]? Of(in ReadOnlySequence<byte> message, MaskVault vault)
    {
        var text = Encoding.UTF8.GetString(message);
        if (!vault.Values.Keys.Any(token => text.Contains(token, StringComparison.Ordinal))) return null;
        using var restored = new CharBuffer();
        using var restorer = new VaultRestorer(vault);
        restorer.Take(text, restored);
        restorer.Finish(restored);
        return Encoding.UTF8.GetBytes(restored.Written.ToString().Replace('\n', ' ').Replace('\r', ' '));
    }
}
