using System.Text.Json.Serialization.Metadata;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Names a kind of the API: where its objects are and how one is read. Knows nothing of what they mean.</summary>
internal sealed record ResourceKind<T>
    where T : KubernetesObject
{
    /// <summary>Empty for the core group.</summary>
    public string Group { get; init; } = "";

    public required string Version { get; init; }

    /// <summary>The plural in the path, as <c>pods</c>.</summary>
    public required string Plural { get; init; }

    public required string Kind { get; init; }

    public bool Namespaced { get; init; } = true;

    public required JsonTypeInfo<T> Json { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of all objects, or of those in one namespace.</summary>
    public string PathOfAll(string? inNamespace)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        return Namespaced && !string.IsNullOrEmpty(inNamespace)
            ? $"{root}/namespaces/{Uri.EscapeDataString(inNamespace)}/{Plural}"
            : $"{root}/{Plural}";
    }

    /// <summary>The path of one object, or of a subresource of it.</summary>
    public string PathOf(ObjectKey key, string? subresource = null)
    {
        var path = $"{PathOfAll(key.Namespace)}/{Uri.EscapeDataString(key.Name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }
}
