using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Contracts.Schemas;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Compile.Guardrails;

/// <summary>What docs/guardrails.md says of types, places, actions and settings is what the code does, and it leaves none out.</summary>
public sealed class GuardrailsPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.GetFullPath(Path.Combine(CompileCase.Root(), "..", "..", "..", "..", "..", "docs", "guardrails.md")));

    public static TheoryData<string> Types() => [.. CheckTypes.All];

    [Fact]
    public void Page_Manifests_AreReadAndNoCheckIsRefused()
    {
        var blocks = s_page.Split("```yaml\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);
        ImmutableArray<ManifestObject> objects = [.. ManifestReader.Read("guardrails.md", DateTimeOffset.UnixEpoch, string.Join("---\n", blocks))];

        var compilation = BundleCompiler.Compile(new FolderState().After(objects, [], 1).ToInventory("aigateway-system"));

        Assert.Equal(["AgentPolicy", "Guardrail"], compilation.Resources.Select(report => report.Resource.Kind));
        Assert.All(compilation.Resources, report => Assert.Empty(report.Diagnostics));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Page_Type_HasThePlacesAndActionsOfTheTable(string type)
    {
        var ability = CheckAbilities.Of(type)!;
        var row = s_page.Split('\n').Single(line => line.StartsWith($"| `{type}` |", StringComparison.Ordinal) && line.EndsWith("Flag |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);

        Assert.Equal(ability.FindsPlaces ? "Deny, Mask, Flag" : "Deny, Flag", row[3]);
        if (ability.Places.Length == CheckAbilities.AllPlaces.Length) Assert.StartsWith("all", row[2], StringComparison.Ordinal);
        else Assert.Equal(ability.Places.Select(WordOf).Order(StringComparer.Ordinal), row[2].Split(", ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_Settings_AreAllNamed()
    {
        (string Member, Type Type)[] settings =
        [
            ("secrets", typeof(SecretsOptions)), ("pii", typeof(PiiOptions)), ("words", typeof(WordsOptions)), ("pattern", typeof(PatternOptions)), ("length", typeof(LengthOptions)),
            ("jsonSchema", typeof(JsonSchemaOptions)), ("language", typeof(LanguageOptions)), ("links", typeof(LinksOptions)), ("invisible", typeof(InvisibleOptions)),
            ("encoded", typeof(EncodedOptions)), ("injection", typeof(InjectionOptions)), ("loop", typeof(LoopOptions)),
        ];
        Type[] called = [typeof(WebhookOptions), typeof(ModerationOptions), typeof(BedrockGuardrailOptions), typeof(JudgeOptions), typeof(GroundednessOptions)];

        Assert.All(settings.SelectMany(one => one.Type.GetProperties(), (one, property) => $"`{one.Member}.{Camel(property.Name)}`"), name => Assert.Contains(name, s_page, StringComparison.Ordinal));
        Assert.All(called.SelectMany(type => type.GetProperties()).Select(property => $"`{Camel(property.Name)}"), name => Assert.Contains(name, s_page, StringComparison.Ordinal));
        Assert.All(typeof(Check).GetProperties().Where(property => property.PropertyType.Name != "String").Select(property => $"`{Camel(property.Name)}`"), name => Assert.Contains(name, s_page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_Words_AreThoseOfTheCode()
    {
        Assert.All(CheckAbilities.AllPlaces, place => Assert.Contains($"| `{WordOf(place)}` |", s_page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<PiiType>().Concat(Enum.GetNames<MaskForm>()).Concat(Enum.GetNames<InvisibleKind>()).Concat(Enum.GetNames<EncodedForm>()), word => Assert.Contains($"`{word}`", s_page, StringComparison.Ordinal));
        Assert.All(ShapeKeywords.Bounds, keyword => Assert.Contains($"`{keyword}`", s_page, StringComparison.Ordinal));
    }

    private static string WordOf(GuardPlace place) => Camel($"{place}");

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
