namespace AiGateway.Rig;

/// <summary>Where the programs under test stand.</summary>
public static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The operator as this build made it.</summary>
    public static string Operator => Path.Combine(Root, "artifacts/bin/Operator", Configuration, "AiGateway.Operator.dll");

    /// <summary>The operator as it ships.</summary>
    public static string ShippedOperator => Path.Combine(Root, "artifacts/aot/operator/AiGateway.Operator");

    /// <summary>The operator of the fleet's bench, compiled as the one that ships.</summary>
    public static string FleetOperator => Path.Combine(Root, "artifacts/aot/fleetoperator/AiGateway.FleetOperator");

    /// <summary>The sidecar as it ships.</summary>
    public static string Sidecar => Path.Combine(Root, "artifacts/aot/sidecar/AiGateway.Sidecar");

    /// <summary>The sidecar as this build made it, for what needs no ahead-of-time build.</summary>
    public static string SidecarBuild => Path.Combine(Root, "artifacts/bin/Sidecar", Configuration, "AiGateway.Sidecar.dll");

    /// <summary>The fake provider, for a network that is not the test's own.</summary>
    public static string FakeProvider => Path.Combine(Root, "artifacts/bin/FakeProvider", Configuration, "AiGateway.FakeProvider.dll");

    /// <summary>The agent with the official client from NuGet.</summary>
    public static string DotnetAgent => Path.Combine(Root, "artifacts/bin/DotnetAgent", Configuration, "AiGateway.DotnetAgent.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AiGateway.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
