using System.Collections.Immutable;

namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A file of manifests/, with its <c>$NAMES</c> replaced; a line break in a value stays inside its YAML string.</summary>
internal static class Manifest
{
    public static string Read(string name, params ImmutableArray<(string Name, string Value)> values)
    {
        var text = File.ReadAllText(Repository.Path("test", "EndToEnd.Tests", "manifests", name + ".yaml"));
        foreach (var (variable, value) in values) text = text.Replace("$" + variable, value.ReplaceLineEndings("\\n"), StringComparison.Ordinal);
        return text;
    }
}
