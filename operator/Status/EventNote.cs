using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>What an Event says, before it is known about what: one word for what was done, one for why, and a sentence. Never a secret, a prompt or a body.</summary>
internal sealed record EventNote(string Action, string Reason, string Note, string Type = "Warning")
{
    public KubeEvent About(Pod pod) => About(new ObjectReference
    {
        ApiVersion = "v1", Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid,
    });

    public KubeEvent About(SourceRef resource) => About(new ObjectReference
    {
        ApiVersion = Group.ApiVersion, Kind = resource.Kind, Namespace = resource.Namespace, Name = resource.Name, Uid = resource.Uid,
    });

    private KubeEvent About(ObjectReference regarding) => new()
    {
        Action = Action,
        Reason = Reason,
        Note = Note,
        Type = Type,
        ReportingController = "aigateway.dev/operator",
        ReportingInstance = "aigateway-operator",
        Regarding = regarding,
    };
}
