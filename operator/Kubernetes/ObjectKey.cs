namespace AiGateway.Operator.Kubernetes;

/// <summary>The name of an object within its kind; the namespace is empty for kinds that have none. Ordered by namespace, then name, byte by byte.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    public static ObjectKey Of(KubernetesObject value) => new(value.Metadata.Namespace, value.Metadata.Name);

    public int CompareTo(ObjectKey other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
