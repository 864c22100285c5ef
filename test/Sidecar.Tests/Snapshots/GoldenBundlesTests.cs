using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>What the operator's golden cases compile to, however bad their resources, is a bundle that a sidecar takes: the two houses agree.</summary>
public class GoldenBundlesTests
{
    private readonly SnapshotBuilder _builder = new(new ProviderConnections(new(), (_, _) => Task.FromResult<IPAddress[]>([])));

    public static TheoryData<string> Cases() =>
        [.. Directory.GetDirectories(Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Build_GoldenBundle_IsTaken(string name)
    {
        var groups = JsonNode.Parse(File.ReadAllText(Path.Combine(Root(), name, "bundle.json")))!.AsArray();

        foreach (var rules in groups.Select(group => Encoding.UTF8.GetBytes(group!["rules"]!.ToJsonString())))
        {
            var bundle = GivenBundle.With() with { Rules = JsonDocument.Parse(rules).RootElement, Revision = BundleJson.Revision(rules) };

            Assert.Empty(_builder.Build(bundle).Reasons);
        }
    }

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "Operator.Tests", "Compile", "cases"));
}
