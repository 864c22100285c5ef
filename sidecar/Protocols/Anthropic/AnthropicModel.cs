using System.Globalization;
using System.Text.RegularExpressions;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>
/// What a model takes, by its name: <c>claude-sonnet-4-5</c>, <c>claude-opus-4-1@20250805</c>, <c>claude-3-7-sonnet-latest</c>. A Claude of a later or an unreadable version is taken for
/// the newest; a name without Claude in it is some maker's who speaks this dialect, and is asked in its oldest words.
/// </summary>
/// <param name="Version">As 45 for 4.5.</param>
/// <param name="Family">opus, sonnet, haiku and so on; empty for a stranger.</param>
internal readonly partial record struct AnthropicModel(int Version, string Family)
{
    private const int Newest = 99;
    private const int Stranger = -1;

    /// <summary>A date is no minor version: it has eight digits.</summary>
    [GeneratedRegex(@"claude-(?:(?<old>[23])(?:[-.](?<oldminor>\d))?(?!\d)|(?<family>[a-z]+)-(?<major>\d)(?:[-.](?<minor>\d)(?!\d))?)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Name();

    public static AnthropicModel Of(string name)
    {
        if (!name.Contains("claude", StringComparison.Ordinal)) return new(Stranger, "");
        var match = Name().Match(name);
        if (!match.Success) return new(Newest, name.Contains("mythos", StringComparison.Ordinal) ? "mythos" : "claude");
        return match.Groups["old"].Success
            ? new(VersionOf(match.Groups["old"], match.Groups["oldminor"]), "claude")
            : new(VersionOf(match.Groups["major"], match.Groups["minor"]), match.Groups["family"].Value);
    }

    private bool IsStranger => Version == Stranger;

    /// <summary>Whether it thinks at all (from 3.7).</summary>
    public bool Thinks => IsStranger || Version >= 37;

    /// <summary>Whether it takes <c>thinking.type: enabled</c> with a budget (until 4.6).</summary>
    public bool TakesBudget => IsStranger || Version is >= 37 and <= 46;

    /// <summary>Whether it takes <c>thinking.type: adaptive</c> and <c>output_config.effort</c> (from 4.6).</summary>
    public bool TakesEffort => Version >= 46;

    /// <summary>Whether thinking can be switched off where it is on unless said otherwise.</summary>
    public bool CanNotThink => Family != "mythos";

    /// <summary>Whether temperature, top_p and top_k may be set (until 4.6).</summary>
    public bool TakesSampling => Version <= 46;

    /// <summary>Whether temperature and top_p may be set together (until 4.0).</summary>
    public bool TakesTemperatureWithTopP => Version < 41;

    /// <summary>Whether it takes a schema for the answer, and strict tools (Opus 4.1, and all from 4.5).</summary>
    public bool TakesSchema => IsStranger || Version >= 45 || (Version == 41 && Family == "opus");

    /// <summary>Whether system messages may stand between others (from 4.8).</summary>
    public bool TakesSystemTurns => Version >= 48;

    /// <summary>The effort that it knows and that is nearest to the one asked for.</summary>
    public string EffortOf(string effort) => effort switch
    {
        "minimal" => "low",
        "xhigh" when Version == 46 => "high",
        "max" when Version == 46 && Family != "opus" => "high",
        _ => effort,
    };

    private static int VersionOf(Group major, Group minor) =>
        (int.Parse(major.ValueSpan, CultureInfo.InvariantCulture) * 10) + (minor.Success ? int.Parse(minor.ValueSpan, CultureInfo.InvariantCulture) : 0);
}
