using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AiGateway.Operator.Certificates;

/// <summary>The file of <see cref="FolderStore"/>.</summary>
[JsonSerializable(typeof(ImmutableDictionary<string, string>))]
internal sealed partial class CertificateJsonContext : JsonSerializerContext;
