using AiGateway.Contracts;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>Where the operator is.</summary>
internal static class Operator
{
    public const string Namespace = "aigateway-system";
    public const string Deployment = "deployment/aigateway-operator";
    public const string Url = "https://aigateway-operator.aigateway-system.svc:8443";
    public const string StreamPath = Protocol.StreamPath;
}
