using AiGateway.Rig;

namespace AiGateway.Egress.Tests;

/// <summary>What a machine cannot run is skipped, with the reason.</summary>
internal static class Skips
{
    public static void WhereNoNamespaces() => Assert.SkipWhen(NetworkNamespace.Missing is not null, NetworkNamespace.Missing ?? "");

    public static void WhereNo(string program) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program))), $"there is no {program} here");
}
