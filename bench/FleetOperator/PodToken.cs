using AiGateway.Operator.Publish;

namespace AiGateway.FleetOperator;

/// <summary>Tokens that name their pod themselves, because nobody is asked: <c>namespace/pod/uid</c>.</summary>
internal static class PodToken
{
    public static string Of(string space, string pod, string uid) => $"{space}/{pod}/{uid}";

    /// <summary>As the API server would answer.</summary>
    public static Task<TokenIdentity?> CheckAsync(string token, CancellationToken cancellationToken) => Task.FromResult(
        token.Split('/') is [var space, var pod, var uid] ? new TokenIdentity { Namespace = space, ServiceAccount = "default", Pod = pod, PodUid = uid } : null);
}
