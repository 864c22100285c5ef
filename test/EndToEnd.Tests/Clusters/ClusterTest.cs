namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>What every test here has: the cluster; its name on the terminal; the cluster's state in a file where it failed.</summary>
public abstract class ClusterTest(Cluster cluster) : IAsyncLifetime
{
    private protected Cluster Cluster => cluster;

    private protected Kubectl Kubectl => cluster.Kubectl;

    private protected Provider Provider => cluster.Provider;

    private static string Name => TestContext.Current.TestMethod?.MethodName ?? "?";

    public ValueTask InitializeAsync()
    {
        Progress.Say($"{GetType().Name}.{Name}");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result is not TestResult.Failed) return;
        Progress.Say($"FAILED: {TestContext.Current.TestState.ExceptionMessages?.FirstOrDefault()}");
        await cluster.DumpAsync(Name);
    }
}
