using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>A kind of personal data.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PiiType>))]
public enum PiiType
{
    /// <summary>An e-mail address (RFC 5321, without quoted local parts).</summary>
    Email,

    /// <summary>A phone number, international (E.164) or in a national form with context.</summary>
    Phone,

    /// <summary>A payment card number (ISO/IEC 7812, Luhn).</summary>
    Card,

    /// <summary>An IBAN (ISO 13616, mod 97).</summary>
    Iban,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IpAddress,

    /// <summary>A MAC address.</summary>
    MacAddress,

    /// <summary>A US social security number.</summary>
    UsSsn,

    /// <summary>A UK national insurance number.</summary>
    UkNino,

    /// <summary>A UK NHS number (mod 11).</summary>
    UkNhs,

    /// <summary>A German tax identification number (ISO 7064).</summary>
    DeTaxId,

    /// <summary>A German identity card number (check digit).</summary>
    DePersonalausweis,

    /// <summary>A French NIR (mod 97).</summary>
    FrNir,

    /// <summary>An Indian Aadhaar number (Verhoeff).</summary>
    InAadhaar,

    /// <summary>An Indian PAN.</summary>
    InPan,

    /// <summary>A Brazilian CPF (mod 11).</summary>
    BrCpf,

    /// <summary>A Brazilian CNPJ (mod 11).</summary>
    BrCnpj,

    /// <summary>A Chinese resident identity number (ISO 7064 mod 11-2).</summary>
    CnResidentId,

    /// <summary>A Japanese My Number (mod 11).</summary>
    JpMyNumber,
}
