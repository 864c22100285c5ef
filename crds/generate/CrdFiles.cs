using System.Text;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.CrdGenerator;

/// <summary>The files, one a kind; the same types give the same bytes.</summary>
internal static class CrdFiles
{
    private const string Head = "# Generated from operator/Resources by make generate; never edited.\n";

    private static readonly Type[] Kinds = [typeof(ProviderCredential), typeof(ModelRoute), typeof(AgentPolicy), typeof(McpServer), typeof(Guardrail), typeof(Budget), typeof(Agent), typeof(ApprovalRequest)];

    /// <summary>By file name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Make(bool withRules)
    {
        var docs = XmlDocs.Load();
        return Kinds.Select(kind => CrdBuilder.Build(kind, new SchemaBuilder(docs, withRules)))
            .Select(crd => KeyValuePair.Create($"{crd["spec"]!["names"]!["plural"]}.yaml", Head + YamlWriter.Write(crd)));
    }

    public static void Write(string folder, bool withRules)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Make(withRules)) File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
