using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Cli;

/// <summary>What <c>kubectl aigateway suggest</c> was asked for.</summary>
internal sealed record SuggestOptions
{
    public const string Help =
        """
        Turns what an agent used into the narrowest AgentPolicy that would have let it.

          kubectl aigateway suggest AGENT [--since 168h] [--allow-denied] [-o diff|yaml|json] [kubectl's own options: -n, --context, --kubeconfig, ...]

        AGENT            the name of an Agent: kubectl get agents
        --since          how far to look back, as 24h; default 168h. What was last asked for before that does not count
        --allow-denied   allow what was denied too, but for what a policy denies by name; without it, it is told beside
        -o, --output     diff (default): against the policy as it is; yaml: to be applied; json: both, and the notes
        """;

    private static readonly ImmutableHashSet<string> PassedOn =
        ["-n", "--namespace", "--context", "--kubeconfig", "--cluster", "--user", "--as", "--as-group", "-s", "--server", "--token", "--request-timeout"];

    public required string Agent { get; init; }

    public TimeSpan Since { get; init; } = TimeSpan.FromDays(7);

    public bool AllowDenied { get; init; }

    /// <summary><c>diff</c>, <c>yaml</c> or <c>json</c>.</summary>
    public string Output { get; init; } = "diff";

    /// <summary>For kubectl.</summary>
    public ImmutableArray<string> Passed { get; init; } = [];

    /// <summary>Null where help is asked for.</summary>
    /// <exception cref="UsageException">Something is missing or unknown.</exception>
    public static SuggestOptions? Parse(string[] args)
    {
        if (args.Length == 0 || args.Contains("--help") || args.Contains("-h")) return null;
        if (args[0] != "suggest") throw new UsageException($"there is no command '{args[0]}'");
        var options = new SuggestOptions { Agent = "" };
        for (var at = 1; at < args.Length; at++) options = options.Take(args, ref at);
        return options.Agent.Length > 0 ? options : throw new UsageException("which Agent?");
    }

    private SuggestOptions Take(string[] args, ref int at)
    {
        var (name, value) = args[at].StartsWith('-') && args[at].Split('=', 2) is [var left, var right] ? (left, right) : (args[at], null);
        if (!name.StartsWith('-')) return Agent.Length == 0 ? this with { Agent = name } : throw new UsageException($"one Agent at a time: '{Agent}' or '{name}'?");
        if (name == "--allow-denied") return value is null ? this with { AllowDenied = true } : throw new UsageException("--allow-denied takes no value");
        value ??= ++at < args.Length ? args[at] : throw new UsageException($"{name} needs a value");
        return name switch
        {
            "--since" => Duration.TryParse(value, out var since) && since > TimeSpan.Zero ? this with { Since = since } : throw new UsageException("--since must be a time as 24h or 90m"),
            "-o" or "--output" => value is "diff" or "yaml" or "json" ? this with { Output = value } : throw new UsageException("--output must be diff, yaml or json"),
            _ when PassedOn.Contains(name) => this with { Passed = [.. Passed, name, value] },
            _ => throw new UsageException($"there is no option {name}"),
        };
    }
}
