namespace AiGateway.OperatorBench.Registry;

/// <summary>How much there is to register.</summary>
internal static class RegistrySize
{
    public const int Agents = 1_000;
    public const int Namespaces = 10;

    /// <summary>Models and tools that each agent uses.</summary>
    public const int Things = 20;

    /// <summary>How long all agents call all the time.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromMinutes(2);

    /// <summary>How long the statuses may take to catch up with it; what is missing then is in the result.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(90);

    /// <summary>As sidecars report.</summary>
    public static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    public static string NamespaceOf(int agent) => $"team-{agent % Namespaces}";

    public static string PodOf(int agent) => $"agent-{agent}-5d4f-x";
}
