namespace AiGateway.RegistryBench;

/// <summary>How much there is to register.</summary>
internal static class RegistrySize
{
    public const int Agents = 1_000;
    public const int Namespaces = 10;

    /// <summary>Models and tools that each agent uses.</summary>
    public const int Things = 20;

    /// <summary>How long all agents call all the time.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromMinutes(3);

    /// <summary>As sidecars report.</summary>
    public static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    public static string NamespaceOf(int agent) => $"team-{agent % Namespaces}";

    public static string PodOf(int agent) => $"agent-{agent}-5d4f-x";
}
