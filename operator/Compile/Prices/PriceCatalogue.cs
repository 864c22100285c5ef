using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using AiGateway.Contracts.Limits;

namespace AiGateway.Operator.Compile.Prices;

/// <summary>
/// The prices that this version knows, by provider kind. Some kinds sell what others list: Azure OpenAI OpenAI's models (where a deployment is named as its model), Vertex AI Gemini and Claude, and OpenRouter
/// those of the vendors whose name stands before the slash.
/// </summary>
internal sealed class PriceCatalogue
{
    private const string Resource = "AiGateway.Operator.Compile.Prices.catalogue.csv";
    private const string Router = "openrouter";

    private static readonly FrozenDictionary<string, string[]> s_lists = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["azureOpenAi"] = ["azureOpenAi", "openai"],
        ["vertex"] = ["vertex", "gemini", "anthropic"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Vendors that sell at OpenRouter for what they ask themselves; models with open weights are sold by others there, for other prices.</summary>
    private static readonly FrozenDictionary<string, string> s_vendors = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["openai"] = "openai",
        ["anthropic"] = "anthropic",
        ["google"] = "gemini",
        ["mistralai"] = "mistral",
        ["cohere"] = "cohere",
        ["x-ai"] = "xai",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ILookup<string, PriceRule> _rules;
    private readonly FrozenDictionary<string, FrozenDictionary<string, PriceRule>> _exact;

    /// <summary>By kind, of which there are a few: every compilation asks for it, and each time all rows would be compared.</summary>
    private readonly ConcurrentDictionary<string, PriceRule> _dearest = new(StringComparer.Ordinal);

    public PriceCatalogue(ImmutableArray<PriceRow> rows)
    {
        Rows = rows;
        _rules = rows.ToLookup(row => row.Kind, row => row.Rule, StringComparer.Ordinal);
        _exact = _rules.ToFrozenDictionary(kind => kind.Key, kind => kind.ToFrozenDictionary(rule => rule.Model, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>The one that is built in.</summary>
    public static PriceCatalogue BuiltIn { get; } = new(CatalogueReader.Read(ReadResource()));

    public ImmutableArray<PriceRow> Rows { get; }

    /// <summary>What the model costs at a provider of this kind, under the asked name; null where it is not known.</summary>
    public PriceRule? Find(string kind, string model)
    {
        if (kind == Router) return Split(model) is (var vendor, var name) ? Find(vendor, name) : null;
        var forms = PriceNames.FormsOf(kind, model);
        return ListsOf(kind).Where(_exact.ContainsKey).Select(list => PriceMatch.Find(_exact[list], _rules[list], forms)).FirstOrDefault(rule => rule is not null);
    }

    /// <summary>The dearest of a provider of this kind, or of any where none of it is known.</summary>
    public PriceRule Dearest(string kind) => _dearest.GetOrAdd(kind, FindDearest);

    /// <summary>Every price of a provider of this kind, under the names that it has there.</summary>
    public IEnumerable<PriceRule> All(string kind) => kind == Router
        ? s_vendors.OrderBy(vendor => vendor.Key, StringComparer.Ordinal).SelectMany(vendor => _rules[vendor.Value].Select(rule => rule with { Model = $"{vendor.Key}/{rule.Model}" }))
        : ListsOf(kind).SelectMany(list => _rules[list]);

    private PriceRule FindDearest(string kind) =>
        All(kind).Concat(All(kind).Any() ? [] : Rows.Select(row => row.Rule)).OrderByDescending(rule => PriceMatch.WeightOf(rule)).ThenBy(rule => rule.Model, StringComparer.Ordinal).First();

    private static string[] ListsOf(string kind) => s_lists.GetValueOrDefault(kind) ?? [kind];

    /// <summary>A variant (<c>:free</c>, <c>:online</c>) has a price of its own, and gpt-oss has open weights.</summary>
    private static (string Vendor, string Name)? Split(string model)
    {
        var slash = model.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || model.Contains(':', StringComparison.Ordinal) || !s_vendors.TryGetValue(model[..slash], out var vendor)) return null;
        var name = model[(slash + 1)..];
        return (vendor, vendor == "anthropic" ? name.Replace('.', '-') : name);
    }

    private static string ReadResource()
    {
        using var stream = typeof(PriceCatalogue).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("The catalogue of prices is not built in.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
