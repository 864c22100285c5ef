using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Limits;

/// <summary>What <c>server/tool</c> may be; the schema says the same by its pattern.</summary>
internal static class ServerTools
{
    /// <summary>What is wrong; null where nothing is.</summary>
    public static string? Find(string pattern) => ValueCheck.MatchesWhole(Patterns.ServerTool, pattern)
        ? null
        : "this is no server/tool: write the McpServer's name, a slash and the tool's, as github/create_issue, or a prefix that ends in *, as github/*";
}
