using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;
using static AiGateway.Sidecar.Guards.Secrets.Judge;

namespace AiGateway.Sidecar.Guards.Secrets;

/// <summary>What is no one provider's: private keys, tokens, connection strings, passwords in URLs, and what is assigned to a name that says it is secret. Formats and their sources: docs/guardrails-secrets.md.</summary>
internal static class GenericKeys
{
    private const string Value = """[^\s"'`;,<>&|(){}\[\]]""";
    private const string Names = "(?:api_?key|api-key|secret_?key|secret-key|access_?key|access-key|auth_?token|auth-token|access_?token|access-token|client_?secret|client-secret|password|passwd|secret|token)";
    private static readonly string[] s_keys = ["password", "pwd", "sharedaccesskey", "accountkey"];
    private static readonly string[] s_schemes =
        ["http", "https", "ftp", "ftps", "sftp", "ssh", "git", "postgres", "postgresql", "mysql", "mariadb", "mongodb", "mongodb+srv", "redis", "rediss", "amqp", "amqps", "mssql", "sqlserver", "jdbc:postgresql", "ldap", "ldaps", "smtp", "smtps", "clickhouse", "nats", "kafka"];

    public static ImmutableArray<PatternRule> Rules { get; } =
    [
        PatternRule.Of("PRIVATE_KEY",
            @"-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:(?:\s|\\n|\\r)*[A-Za-z\-]{4,20}: [^\n\\]{1,80}){0,4}(?:\s|\\n|\\r)*[A-Za-z0-9+/=]{40,}[A-Za-z0-9+/=\s\\]*(?:-----END [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----)?",
            static (text, _) => Randomness.Bits(text[27..]) >= 3.5 ? .. : null),
        PatternRule.Of("JWT", @"eyJ[0-9A-Za-z_\-]{10,}\.eyJ[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]{16,}", static (text, before) => StartsFresh(before) && Checksums.HasJoseHeader(text) ? .. : null),
        PatternRule.Of("CONNECTION_STRING", """(?:server|data source|host|endpoint|accountendpoint|address)\s?=[^\n"'`]{1,200};\s?(?:password|pwd|sharedaccesskey|accountkey)\s?=[^\s"'`;<>]{4,200}""", JudgeAssigned, ignoreCase: true),
        PatternRule.Of("CONNECTION_STRING", """(?:password|pwd)\s?=[^\s"'`;<>]{4,200};[^\n"'`]{0,200}(?:server|data source|host|initial catalog|database)\s?=[^\s"'`;<>]{1,100}""", JudgeFirstAssigned, ignoreCase: true),
        .. s_schemes.Select(scheme => PatternRule.Of("URL_PASSWORD", scheme.Replace("+", @"\+", StringComparison.Ordinal) + @"://[^\s:/@?#""'<>]{0,64}:[^\s/@?#""'<>]{3,100}@[0-9A-Za-z\[]", JudgeUrl)),
        PatternRule.Of("ASSIGNED_SECRET", Names + """["']?[ \t]{0,3}(?::=|=>|=|:)[ \t]{0,3}["'`]?""" + Value + "{12,100}", JudgeSecret, ignoreCase: true),
    ];

    /// <summary>The value behind the last name of a password or a key.</summary>
    private static Range? JudgeAssigned(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        for (var sign = text.LastIndexOf('='); sign > 0; sign = text[..sign].LastIndexOf('='))
        {
            if (IsKey(text[..sign].TrimEnd())) return JudgeValue(text, sign + 1, text.Length);
        }

        return null;
    }

    private static bool IsKey(ReadOnlySpan<char> name)
    {
        foreach (var key in s_keys)
        {
            if (name.EndsWith(key, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static Range? JudgeFirstAssigned(ReadOnlySpan<char> text, ReadOnlySpan<char> before) => JudgeValue(text, text.IndexOf('=') + 1, text.IndexOf(';'));

    private static Range? JudgeUrl(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        return StartsFresh(before) ? JudgeValue(text, start + text[start..].IndexOf(':') + 1, text.LastIndexOf('@')) : null;
    }

    private static Range? JudgeValue(ReadOnlySpan<char> text, int start, int end) => end > start && Placeholders.IsNone(text[start..end]) ? start..end : null;

    /// <summary>A name says that it is secret, and the value must look it: letters and digits in an order that no word has.</summary>
    private static Range? JudgeSecret(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var sign = text.IndexOfAny('=', ':');
        var start = sign + text[sign..].IndexOfAnyExcept("=:> \t\"'`");
        return start >= sign && Placeholders.IsSecret(text[start..]) ? start.. : null;
    }
}
