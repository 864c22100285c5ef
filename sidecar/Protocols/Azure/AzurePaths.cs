using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.OpenAi;

namespace AiGateway.Sidecar.Protocols.Azure;

/// <summary>The paths of Azure OpenAI's dialect: OpenAI's own, with and without <c>v1</c>, and those below a deployment, which is the model.</summary>
internal static class AzurePaths
{
    public const string Prefix = "/azure/openai/";

    private const string Deployments = Prefix + "deployments/";
    private const string VersionOne = Prefix + "v1/";
    private static readonly OpenAiPlaces s_places = new(Dialect.Azure);

    /// <summary>What the path asks for; null where nothing is served. The agent's <c>api-version</c> plays no part: the account has its own.</summary>
    public static CallPlace? Of(in CallTarget target)
    {
        if (target.Path.StartsWith(VersionOne, StringComparison.Ordinal)) return s_places.Of(target, VersionOne);
        return target.Path.StartsWith(Deployments, StringComparison.Ordinal) ? AtDeployment(target) : s_places.Of(target, Prefix);
    }

    private static CallPlace? AtDeployment(in CallTarget target)
    {
        var rest = target.Path.AsSpan(Deployments.Length);
        var verb = rest[(rest.IndexOf('/') + 1)..];
        var name = target.NameBehind(Deployments);
        if (s_places.Find(verb) is not { } place || !IsBelowDeployment(place) || !name.EndsWith($"/{verb}", StringComparison.Ordinal)) return null;
        var model = name[..^(verb.Length + 1)];
        return model.Length == 0 || model.Contains('/', StringComparison.Ordinal) ? null : place with { Model = model };
    }

    private static bool IsBelowDeployment(CallPlace place) =>
        place.Format is not (WireFormat.None or WireFormat.OpenAiRealtime or WireFormat.OpenAiResponses);
}
