using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What an endpoint may be called; the schema says the same by its pattern, but for the parts of a path.</summary>
internal static class EndpointNames
{
    /// <summary>What is wrong with the name; null where nothing is.</summary>
    public static string? Find(string name)
    {
        if (!ValueCheck.MatchesWhole(Patterns.Endpoint, name))
            return "this is no endpoint: must be one of files, batches, responses, conversations, assistants, vectorStores, fineTuning, containers, uploads, evals, cachedContents, or a path that begins with /openai/, /anthropic/, /gemini/, /azure/ or /bedrock/";
        return name[0] == '/' && name[1..].Split('/').Any(part => part is "" or "." or "..") ? "the path has an empty part, or one of dots: write it as /openai/v1/videos" : null;
    }
}
