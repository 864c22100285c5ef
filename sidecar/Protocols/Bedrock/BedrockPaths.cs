using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>The paths of Bedrock's runtime: <c>/bedrock/model/{id}/converse</c>, whose id may be an ARN and is escaped.</summary>
internal static class BedrockPaths
{
    public const string Prefix = "/bedrock/";

    private const string Models = Prefix + "model/";
    private const string Converse = "/converse";
    private const string ConverseStream = "/converse-stream";

    /// <summary>What the path asks for; null where nothing is served.</summary>
    public static CallPlace? Of(in CallTarget target)
    {
        var path = target.Path;
        if (path.StartsWith(Models, StringComparison.Ordinal))
        {
            if (path.EndsWith(Converse, StringComparison.Ordinal)) return At(target.NameBehind(Models), Converse);
            if (path.EndsWith(ConverseStream, StringComparison.Ordinal)) return At(target.NameBehind(Models), ConverseStream);
        }

        var below = path[(Prefix.Length - 1)..];
        return below.Length < 2 || below[^1] == '/' ? null : CallPlace.EndpointAt(target, Dialect.Bedrock, name: null, below);
    }

    private static CallPlace? At(string name, string verb) => name.Length <= verb.Length || !name.EndsWith(verb, StringComparison.Ordinal)
        ? null
        : new(Dialect.Bedrock, Operation.Chat, WireFormat.BedrockConverse) { Model = name[..^verb.Length], Stream = verb == ConverseStream };
}
