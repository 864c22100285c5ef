using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>What a machine cannot run is skipped, with the reason.</summary>
internal static class Skips
{
    public static void WhereNoNamespaces() => Assert.SkipWhen(NetworkNamespace.Missing is not null, NetworkNamespace.Missing ?? "");
}
