namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// What every object of the API has. Defaults stand in the getters of all these types: a source-generated reader sets every init member, to null where
/// it is absent.
/// </summary>
public abstract record KubernetesObject
{
    public string ApiVersion { get => field ?? ""; init; }

    public string Kind { get => field ?? ""; init; }

    public ObjectMeta Metadata { get => field ??= new(); init; }
}
