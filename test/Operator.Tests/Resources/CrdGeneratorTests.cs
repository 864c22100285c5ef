using System.Text.RegularExpressions;
using AiGateway.Contracts.Guardrails;
using AiGateway.CrdGenerator;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources.Schema;
using AiGateway.Operator.Tests.Compile;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Resources;

/// <summary>The generated CRDs: current, bounded, and of one mind with the compiler.</summary>
public sealed class CrdGeneratorTests
{
    [Theory]
    [InlineData("crds", true)]
    [InlineData("charts/kustomize/legacy/crds", false)]
    public void Make_Now_IsWhatIsCommitted(string folder, bool withRules)
    {
        var path = Path.GetFullPath(Path.Combine(CompileCase.Root(), "..", "..", "..", "..", folder));

        Assert.All(CrdFiles.Make(withRules), file => Assert.Equal(File.ReadAllText(Path.Combine(path, file.Key)), file.Value));
    }

    [Fact]
    public void Make_Twice_IsTheSame() => Assert.Equal(CrdFiles.Make(withRules: true), CrdFiles.Make(withRules: true));

    [Fact]
    public void Make_WithoutRules_HasNone() =>
        Assert.All(CrdFiles.Make(withRules: false), file => Assert.DoesNotContain("x-kubernetes-validations", file.Value, StringComparison.Ordinal));

    [Fact]
    public void Make_AnyFile_IsYamlWithoutNullableOrDefaults() => Assert.All(CrdFiles.Make(withRules: true), file =>
    {
        Assert.Single(YamlJson.Read(file.Value));
        Assert.DoesNotMatch(new Regex("nullable:|default:", RegexOptions.NonBacktracking), file.Value);
    });

    [Fact]
    public void Make_AnyRule_IsSaidInTheWordsOfTheCompiler()
    {
        var messages = typeof(RuleMessages).GetFields().Concat(typeof(CheckMessages).GetFields()).Select(field => (string)field.GetValue(null)!)
            .Where(message => message != CheckMessages.EncodedAlone) // Which checks stand before one, no rule can say.
            .ToList();
        var text = string.Concat(CrdFiles.Make(withRules: true).Select(file => file.Value));

        Assert.NotEmpty(messages);
        Assert.All(messages, message => Assert.Contains(message, text, StringComparison.Ordinal));
        Assert.Equal(messages.Count, text.Split('\n').Where(line => line.Contains("- message: ", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct().Count());
    }

    [Fact]
    public void Make_Providers_AreThoseThatTheCompilerKnows()
    {
        var text = CrdFiles.Make(withRules: true).Single(file => file.Key == "providercredentials.yaml").Value;
        var names = YamlJson.Read(text)[0].Json.GetProperty("spec").GetProperty("versions")[0].GetProperty("schema").GetProperty("openAPIV3Schema")
            .GetProperty("properties").GetProperty("spec").GetProperty("properties").GetProperty("provider").GetProperty("enum");

        Assert.Equal(ProviderKind.Names, string.Join(", ", names.EnumerateArray().Select(name => name.GetString())));
    }

    [Fact]
    public void ProvidersPage_AnyRow_SaysWhatTheTableSays()
    {
        var page = File.ReadAllLines(Path.GetFullPath(Path.Combine(CompileCase.Root(), "..", "..", "..", "..", "docs", "providers.md")));
        var names = ProviderKind.Names.Split(", ");
        var rows = page.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 7 && names.Contains(cells[1].Trim('`'))).ToList();

        Assert.Equal(names, rows.Select(cells => cells[1].Trim('`')));
        Assert.All(rows, cells =>
        {
            var kind = ProviderKind.Find(cells[1].Trim('`'))!;
            Assert.Equal(kind.KeyPrefix.Length > 0 ? $"`{kind.KeyHeader}: {kind.KeyPrefix.TrimEnd()}`" : $"`{kind.KeyHeader}`", cells[4]);
            Assert.Equal(kind.OtherAuth is null ? "`apiKey`" : $"`apiKey`, `{kind.OtherAuth}`", cells[5]);
            if (kind.DefaultBaseUrl(AnyAuth()) is { } url) Assert.Equal($"`{url}`", cells[2]);
            else Assert.StartsWith("required", cells[2], StringComparison.Ordinal);
        });
    }

    private static AiGateway.Operator.Resources.ProviderAuth AnyAuth() => new()
    {
        Aws = new() { Region = "REGION", SecretRef = new() { Name = "s" } },
        Gcp = new() { Project = "PROJECT", Location = "LOCATION", ServiceAccountSecretRef = new() { Name = "s" } },
    };

    [Fact]
    public void OfKind_FieldWithoutDocs_IsRefused()
    {
        var refused = Assert.Throws<SchemaException>(() => new SchemaBuilder(new XmlDocs([]), withRules: true).OfKind(typeof(AiGateway.Operator.Resources.AgentPolicy)));

        Assert.Contains("has no summary", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddText_WithoutABound_IsRefused() => Assert.Throws<SchemaException>(() => Bounds.AddText([], new SchemaAttribute()));

    [Fact]
    public void AddList_WithoutABound_IsRefused() => Assert.Throws<SchemaException>(() => Bounds.AddList([], new SchemaAttribute { ListType = "set" }));

    [Fact]
    public void AddList_WithoutAListType_IsRefused() => Assert.Throws<SchemaException>(() => Bounds.AddList([], new SchemaAttribute { MaxItems = 1 }));
}
