using AiGateway.Operator.Approvals;
using AiGateway.Operator.Certificates;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Leases;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Breaches;
using AiGateway.Operator.Suggestions;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Reconcile;

/// <summary>What the operator is made of without a cluster: a folder of manifests, tokens and certificates in files, one process that leads.</summary>
internal static class FolderWiring
{
    public static void Add(IServiceCollection services, OperatorOptions options)
    {
        var tokens = new FolderTokens(Path.Combine(options.StateDir, "tokens"));
        services.AddSingleton<IInventorySource>(all => new FolderSource(
            new() { Folder = options.Folder!, OperatorNamespace = options.PodNamespace }, all.GetRequiredService<ChangeSignal>(),
            TimeProvider.System, all.GetRequiredService<ILogger<FolderSource>>()));
        services.AddSingleton<PolicyCatchUp>((_, _) => Task.CompletedTask);
        services.AddSingleton<TokenCheck>(tokens.CheckAsync);
        services.AddSingleton<AgentReaders>((_, _, _) => Task.FromResult(true)); // Whoever has a token of the folder may read it.
        services.AddSingleton<ICertificateStore>(new FolderStore(options.StateDir));
        services.AddSingleton<IStatusSink>(all => new FolderStatusSink(options.StateDir, all.GetRequiredService<ILogger<FolderStatusSink>>()));
        services.AddSingleton<ILedgerStore>(new MemoryStore()).AddSingleton<BudgetSink>(new FolderBudgetSink(options.StateDir).ApplyAsync);
        services.AddSingleton<IAgentSink>(all => new FolderAgentSink(options.StateDir, all.GetRequiredService<ILogger<FolderAgentSink>>()));
        services.AddHostedService<AgentKeeper>();
        services.AddSingleton(all => new BreachWriter(new FolderBreaches(options.Folder!, all.GetRequiredService<ILogger<FolderBreaches>>()).ApplyAsync, (_, _) => Task.CompletedTask));
        services.AddSingleton<BreachKeeper>().AddHostedService<BreachLoop>();
        ApprovalWiring.Add(services, all => new FolderApprovalSink(options.StateDir, all.GetRequiredService<ILogger<FolderApprovalSink>>()));
        services.AddSingleton(all => new EventRecorder(all.GetRequiredService<SidecarBoard>(), (_, _) => Task.CompletedTask, TimeProvider.System));
        services.AddSingleton(new CompileOptions { BeforePublish = inventory => tokens.Keep(inventory.Pods) });
    }
}
