using System.Text.Json;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Reads one object at a time, so that one that does not fit its type disturbs no other.</summary>
internal static class ObjectReader
{
    // Deeper than any type here: an object that is too deep for its type is set aside alone, and does not spoil its page.
    private const int DeepestDocument = 512;

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8) => JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = DeepestDocument });

    /// <summary>Exactly one of the two is set.</summary>
    public static (T? Value, UnreadableItem? Unreadable) Read<T>(JsonElement element, ResourceKind<T> kind)
        where T : KubernetesObject
    {
        try
        {
            var value = element.Deserialize(kind.Json) ?? throw new JsonException("null is not an object");
            return (Named(value, kind), null);
        }
        catch (JsonException e)
        {
            return (null, new UnreadableItem
            {
                Metadata = Metadata(element),
                Field = FieldOf(e),
                Message = MessageOf(e, kind.Kind),
                Raw = element.Clone(),
            });
        }
    }

    /// <summary>Reads one object.</summary>
    /// <exception cref="KubeException">It does not fit its type.</exception>
    public static T ReadOrThrow<T>(ReadOnlyMemory<byte> utf8, ResourceKind<T> kind)
        where T : KubernetesObject
    {
        using var document = Parse(utf8);
        var (value, unreadable) = Read(document.RootElement, kind);
        return value ?? throw new KubeException(new KubeError
        {
            Code = 0,
            Reason = "Unreadable",
            Message = $"{kind.Kind} {unreadable!.Metadata.Namespace}/{unreadable.Metadata.Name}: {unreadable.Field}: {unreadable.Message}",
        });
    }

    /// <summary>The field that a reader stumbled over, as <c>spec.targets[0].priority</c>.</summary>
    public static string FieldOf(JsonException e) => e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "spec";

    /// <summary>Our own words: those of the serialiser name .NET types.</summary>
    public static string MessageOf(JsonException e, string kind)
    {
        if (e.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var names = e.Message[(e.Message.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
            var end = names.IndexOf(" Path:", StringComparison.Ordinal);
            return $"missing: {(end < 0 ? names : names[..end].TrimEnd('.'))}";
        }
        return $"has a type or a word that this version of {kind} does not know";
    }

    // The items of a list carry neither apiVersion nor kind.
    private static T Named<T>(T value, ResourceKind<T> kind)
        where T : KubernetesObject =>
        value.Kind.Length > 0 ? value : (T)((KubernetesObject)value with { ApiVersion = kind.ApiVersion, Kind = kind.Kind });

    private static ObjectMeta Metadata(JsonElement element)
    {
        try
        {
            return element.GetProperty("metadata").Deserialize(KubernetesJsonContext.Default.ObjectMeta) ?? new();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new();
        }
    }
}
