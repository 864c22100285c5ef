using System.Buffers;
using System.Collections.Immutable;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>
/// The texts of a stream as the agent would read it: what its frames say together. Where a value has come back for a reversible mask, the mask stands: who judges is no more to have it
/// than the provider was.
/// </summary>
internal static class HeldTexts
{
    /// <summary>Null where they cannot be read.</summary>
    public static ImmutableArray<JudgedText>? Of(Passage passage, ReadOnlySequence<byte> frames)
    {
        if (FrameSplitter.Of(passage.Out.ContentType) is not { } splitter) return null;
        try
        {
            var texts = StreamTexts.Of(passage.Call.Format, splitter, frames);
            return passage.Guard!.Vault.IsEmpty ? texts : [.. texts.Select(text => text with { Text = Hide(text.Text, passage.Guard.Vault) })];
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            return null;
        }
    }

    private static string Hide(string text, MaskVault vault)
    {
        foreach (var (token, value) in vault.Values.OrderByDescending(pair => pair.Value.Length)) text = text.Replace(value, token, StringComparison.Ordinal);
        return text;
    }
}
