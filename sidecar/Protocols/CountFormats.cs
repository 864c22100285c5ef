using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects that count tokens; null for a format that is none.</summary>
internal static class CountFormats
{
    public static CountFormat? Of(WireFormat format) => format switch
    {
        _ => null,
    };
}
