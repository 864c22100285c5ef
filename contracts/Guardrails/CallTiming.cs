using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>When a check by a call is made, of what goes to a provider.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallTiming>))]
public enum CallTiming
{
    /// <summary>Before the call goes out.</summary>
    Before,

    /// <summary>Beside the call; the answer is held back until the verdict is there.</summary>
    Beside,
}
