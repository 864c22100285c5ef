using System.Text.Json;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What an account answered to a question: its bytes, bounded, or a word for what went wrong.</summary>
internal readonly record struct GuardAnswer(ReadOnlyMemory<byte> Bytes, string? Fault)
{
    private static readonly JsonDocumentOptions s_strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The verdict that a reader finds in the JSON; what it is not made for is a failure. The answer's words go no further.</summary>
    public Verdict Read(Func<JsonElement, Verdict> read)
    {
        if (Fault is not null) return Verdict.Failed(Fault);
        try
        {
            using var document = JsonDocument.Parse(Bytes, s_strict);
            return read(document.RootElement);
        }
        catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
        {
            return Verdict.Failed(Faults.Garbage);
        }
    }
}
