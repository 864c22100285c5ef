namespace AiGateway.FleetOperator;

/// <summary>How large the fleet is.</summary>
internal static class FleetSize
{
    public const int Pods = 10_000;
    public const int Namespaces = 500;

    /// <summary>Pods with a stream; all in one namespace, so that one policy reaches them all.</summary>
    public const int Streams = 1_000;

    public const int Changes = 20;
    public const int Routes = 10;

    public static string TokenOf(int stream) => PodToken.Of("team-000", $"agent-{stream}", UidOf(stream));

    public static string UidOf(int pod) => $"00000000-0000-0000-0000-{pod:d12}";
}
