using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>The lines of the stream: lenient, because unknown types and members are skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 32,
    Converters = [typeof(SecretTextConverter)])]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class BundleJsonContext : JsonSerializerContext;
