using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>A way to write bytes as text.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EncodedForm>))]
public enum EncodedForm
{
    /// <summary>RFC 4648, both alphabets.</summary>
    Base64,

    /// <summary>Hexadecimal digits.</summary>
    Hex,

    /// <summary>RFC 3986, 2.1.</summary>
    Percent,
}
