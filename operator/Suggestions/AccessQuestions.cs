using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Suggestions;

/// <summary>What the API server is asked about who asks us.</summary>
internal static class AccessQuestions
{
    public static SubjectAccessReviewSpec ReadAgent(TokenIdentity who, ObjectKey agent) => SubjectAccessReviewSpec.OfServiceAccount(who.Namespace, who.ServiceAccount, new()
    {
        Group = Group.Name,
        Resource = ResourceKinds.Agents.Plural,
        Verb = "get",
        Namespace = agent.Namespace,
        Name = agent.Name,
    });
}
