using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Approvals;

/// <summary>How a question ended at the sidecar.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalEnd>))]
public enum ApprovalEnd
{
    /// <summary>The call was let through, once.</summary>
    Used,

    /// <summary>The time for it ran out.</summary>
    Expired,

    /// <summary>The rules do not ask for it any more, or deny the call now.</summary>
    Dropped,
}
