using System.Text.Json.Serialization;

namespace AiGateway.Contracts;

/// <summary>The rules: strict, because a rule that is not understood must not be dropped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 32,
    Converters = [typeof(SecretTextConverter)])]
[JsonSerializable(typeof(BundleRules))]
internal sealed partial class RulesJsonContext : JsonSerializerContext;
