using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols;

/// <summary>The dialects of conversations; null for a format that is none.</summary>
internal static class ConversationFormats
{
    public static ConversationFormat? Of(WireFormat format) => format switch
    {
        _ => null,
    };
}
