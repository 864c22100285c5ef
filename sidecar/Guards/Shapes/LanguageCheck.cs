using System.Collections.Frozen;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Shapes;

/// <summary>
/// Fenced code blocks (CommonMark 0.31, 4.5) of languages that may not be there, by the first word behind the fence. Blocks in quotes and lists count; indented code and code in a line
/// name no language and are not looked at.
/// </summary>
internal sealed class LanguageCheck : TextCheck
{
    /// <summary>Other names of one language.</summary>
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["py"] = "python", ["python3"] = "python", ["py3"] = "python", ["js"] = "javascript", ["jsx"] = "javascript", ["mjs"] = "javascript", ["node"] = "javascript",
        ["ts"] = "typescript", ["tsx"] = "typescript", ["rb"] = "ruby", ["sh"] = "shell", ["bash"] = "shell", ["zsh"] = "shell", ["console"] = "shell", ["shell-session"] = "shell",
        ["ps1"] = "powershell", ["pwsh"] = "powershell", ["bat"] = "batch", ["cmd"] = "batch", ["golang"] = "go", ["rs"] = "rust", ["cs"] = "csharp", ["c#"] = "csharp",
        ["c++"] = "cpp", ["cc"] = "cpp", ["h"] = "c", ["kt"] = "kotlin", ["pl"] = "perl", ["yml"] = "yaml", ["md"] = "markdown", ["htm"] = "html", ["psql"] = "sql",
        ["mysql"] = "sql", ["postgresql"] = "sql", ["plsql"] = "sql", ["tsql"] = "sql", ["dockerfile"] = "docker", ["make"] = "makefile", ["objc"] = "objective-c", ["vb"] = "vbnet",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenSet<string>? _allow;
    private readonly FrozenSet<string> _deny;
    private readonly bool _refusesUnlabelled;

    public LanguageCheck(CheckFacts facts, LanguageSettings settings)
        : base(facts)
    {
        _allow = settings.Allow?.Select(NameOf).ToFrozenSet(StringComparer.Ordinal);
        _deny = (settings.Deny ?? []).Select(NameOf).ToFrozenSet(StringComparer.Ordinal);
        _refusesUnlabelled = settings.Unlabelled == Unlabelled.Deny;
    }

    public override TextScan Start() => new LanguageScan(this);

    /// <summary>The label of a block of this language; null where it may be there.</summary>
    public string? Judge(string language)
    {
        if (language.Length == 0) return _refusesUnlabelled ? "CODE_UNLABELLED" : null;
        var name = NameOf(language);
        return _deny.Contains(name) || _allow?.Contains(name) == false ? "CODE" : null;
    }

    private static string NameOf(string word)
    {
        var lower = word.ToLowerInvariant();
        return s_names.GetValueOrDefault(lower, lower);
    }
}
