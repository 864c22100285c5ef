using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources.Approvals;

/// <summary>How an ApprovalRequest stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalOutcome>))]
public enum ApprovalOutcome
{
    /// <summary>Nobody has decided.</summary>
    Pending,

    /// <summary>Approved: the call may be made, once, until the request expires.</summary>
    Released,

    /// <summary>The call that was approved was let through.</summary>
    Used,

    /// <summary>Denied.</summary>
    Denied,

    /// <summary>Nobody decided in time, or the approved call was not made in time: the answer was no.</summary>
    Expired,

    /// <summary>Nobody waits for it any more: the sidecar that asked is gone, or its rules have changed.</summary>
    Dropped,
}
