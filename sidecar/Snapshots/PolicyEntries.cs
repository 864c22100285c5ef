using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>Looks up the entries of one policy.</summary>
internal static class PolicyEntries
{
    /// <summary>The field of a policy in which an allowed thing stands, as its user writes it.</summary>
    public static string FieldOf(RuleSubject subject) => subject switch
    {
        RuleSubject.Model => "models.allow",
        RuleSubject.HostedTool => "hostedTools.allow",
        _ => "endpoints.allow",
    };

    /// <summary>The entry that matches the name, or the path where there is one; null for none.</summary>
    public static string? Find(PolicyRule policy, RuleSubject subject, (string Name, string? Path) asked, bool deny) => subject switch
    {
        RuleSubject.Model => Find(deny ? policy.DenyModels : policy.AllowModels, asked.Name),
        RuleSubject.HostedTool => Find((deny ? policy.DenyHostedTools : policy.AllowHostedTools) ?? [], asked.Name),
        _ when deny => FindDenied(policy.DenyEndpoints ?? [], asked),
        _ => FindRule(policy, asked.Name, asked.Path)?.Name,
    };

    /// <summary>The first rule that opens the endpoint.</summary>
    public static (string Policy, EndpointRule Rule)? FindEndpoint(ImmutableArray<PolicyRule> among, string name, string? path)
    {
        foreach (var policy in among)
        {
            if (policy.Ceiling != true && FindRule(policy, name, path) is { } rule) return (policy.Policy, rule);
        }

        return null;
    }

    private static EndpointRule? FindRule(PolicyRule policy, string name, string? path)
    {
        if (policy.Endpoints is not { } rules) return null;
        foreach (var rule in rules)
        {
            if (Names(rule.Name, name, path)) return rule;
        }

        return null;
    }

    private static string? Find(ImmutableArray<string> patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            if (ModelPattern.Matches(pattern, name)) return pattern;
        }

        return null;
    }

    private static string? FindDenied(ImmutableArray<string> names, (string Name, string? Path) asked)
    {
        foreach (var entry in names)
        {
            if (Names(entry, asked.Name, asked.Path)) return entry;
        }

        return null;
    }

    /// <summary>A word names itself; a path names itself and what is below it.</summary>
    private static bool Names(string entry, string name, string? path)
    {
        if (entry == name) return true;
        return path is not null && entry.StartsWith('/') && path.StartsWith(entry, StringComparison.Ordinal)
            && (path.Length == entry.Length || path[entry.Length] == '/' || entry.EndsWith('/'));
    }
}
