using System.Diagnostics.CodeAnalysis;

namespace AiGateway.RegistryBench.Shims;

/// <summary>What the tests' control plane asks of a test framework, for a program that is none.</summary>
internal static class Assert
{
    [DoesNotReturn]
    public static void Fail(string why) => throw new InvalidOperationException(why);

    [DoesNotReturn]
    public static void Skip(string why) => throw new InvalidOperationException(why);
}
