using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>What stands where something was masked.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaskForm>))]
public enum MaskForm
{
    /// <summary>Its type: <c>[EMAIL]</c>.</summary>
    Label,

    /// <summary>Its last characters: <c>************1111</c>.</summary>
    Partial,

    /// <summary>Its type and a keyed hash, the same for the same value in one pod: <c>[EMAIL:3f9a0c1b]</c>.</summary>
    Hash,

    /// <summary>
    /// Its type and a number, <c>[EMAIL_1]</c>, that is turned back in the answer: the provider never has the value, and the user does not notice. It hides from providers of models
    /// alone: what comes from them, and what goes to and comes from tool servers, has the value.
    /// </summary>
    Reversible,
}
