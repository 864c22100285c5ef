using System.Collections.Immutable;

namespace AiGateway.Contracts.Limits;

/// <summary>
/// The forms in which a model's name may stand in a list of prices, the name itself first: without the path of a resource, the region of an inference profile, the version and the date. Both
/// houses ask it, so that a name is priced alike wherever it is looked up. A form never names a cheaper region or tier than the name does.
/// </summary>
public static class PriceNames
{
    private const int MaxName = 512;

    /// <summary>Regions whose inference profiles cost what the model's own id says; <c>us-gov</c> costs more, and must have a row of its own.</summary>
    private static readonly ImmutableArray<string> s_regions = ["us.", "eu.", "apac.", "ap.", "jp.", "au.", "ca.", "in.", "sa.", "global."];

    /// <summary>The forms of the provider's own name of a model, most exact first; only the name itself where it is not a usual one.</summary>
    /// <param name="kind">The provider's kind, as <see cref="ProviderRef.Kind"/>.</param>
    /// <param name="model">The name.</param>
    public static ImmutableArray<string> FormsOf(string kind, string model)
    {
        if (model.Length is 0 or > MaxName) return [model];
        var forms = ImmutableArray.CreateBuilder<string>();
        Add(forms, model);
        var name = kind switch
        {
            "bedrock" => AddBedrock(forms, model),
            "vertex" or "gemini" => BehindSlash(model),
            _ => model,
        };
        Add(forms, name);
        Add(forms, WithoutDate(name));
        if (kind == "openrouter") Add(forms, WithoutDate(name).Replace('.', '-')); // Claude's versions have a dot there.
        return forms.ToImmutable();
    }

    /// <summary>An ARN's last part (an inference profile of the user's own, which is only a number, is no model's name); then without region; then without version.</summary>
    private static string AddBedrock(ImmutableArray<string>.Builder forms, string model)
    {
        var name = model.StartsWith("arn:", StringComparison.Ordinal) ? BehindSlash(model) : model;
        Add(forms, name);
        foreach (var region in s_regions)
        {
            if (!name.StartsWith(region, StringComparison.Ordinal)) continue;
            Add(forms, WithoutVersion(name));
            name = name[region.Length..];
            break;
        }

        Add(forms, name);
        return WithoutVersion(name);
    }

    private static string BehindSlash(string name) => name.LastIndexOf('/') is >= 0 and var at ? name[(at + 1)..] : name;

    /// <summary>Without <c>-v1:0</c>, and without the length of context behind it (<c>:0:48k</c>).</summary>
    private static string WithoutVersion(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var bare = colon > 0 ? name[..colon] : name;
        var at = bare.LastIndexOf("-v", StringComparison.Ordinal);
        return at > 0 && at + 2 < bare.Length && AreDigits(bare.AsSpan(at + 2)) ? bare[..at] : bare;
    }

    /// <summary>
    /// Without <c>-2024-08-06</c>, <c>-20240806</c>, <c>-08-2024</c>, or what stands behind Vertex's <c>@</c>. Four digits at the end stay: Mistral's <c>-2411</c> is a version, which has a price of
    /// its own.
    /// </summary>
    private static string WithoutDate(string name)
    {
        if (name.LastIndexOf('@') is > 0 and var at) return name[..at];
        if (EndsLike(name, "-dddd-dd-dd")) return name[..^11];
        if (EndsLike(name, "-dddddddd")) return name[..^9];
        return EndsLike(name, "-dd-dddd") ? name[..^8] : name;
    }

    private static bool EndsLike(string name, string form)
    {
        if (name.Length <= form.Length) return false;
        var end = name.AsSpan(name.Length - form.Length);
        for (var at = 0; at < form.Length; at++)
        {
            if (form[at] == 'd' ? !char.IsAsciiDigit(end[at]) : end[at] != form[at]) return false;
        }

        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static void Add(ImmutableArray<string>.Builder forms, string form)
    {
        if (form.Length > 0 && !forms.Contains(form)) forms.Add(form);
    }
}
