using System.Text.Json.Serialization;

namespace AiGateway.Sidecar.Redirects;

/// <summary>Reads and writes a proof.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RedirectProof))]
internal sealed partial class RedirectProofJson : JsonSerializerContext;
