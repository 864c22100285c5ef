using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Stages.Approvals;
using AiGateway.Sidecar.Stages.Batches;
using AiGateway.Sidecar.Stages.Guarding;
using AiGateway.Sidecar.Stages.Mcp;
using AiGateway.Sidecar.Stages.Unread;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiGateway.Sidecar.Pipeline;

/// <summary>What the call path needs, registered. The snapshot holder is registered by whoever fills it.</summary>
internal static class PipelineServices
{
    public static IServiceCollection AddCallPipeline(this IServiceCollection services, PipelineOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new BlockPoolOptions { ByteBudget = options.ByteBudget });
        services.AddSingleton(new BodyReaderOptions { MaxBody = options.MaxBody, Timeout = options.BodyTimeout });
        services.AddSingleton(new LiveCallsOptions { MaxConcurrentCalls = options.MaxConcurrentCalls });
        services.AddSingleton(new AuditJournalOptions { Open = options.OpenJournal });
        services.AddSingleton(new SendOptions
        {
            StreamFirstByteTimeout = options.StreamFirstByteTimeout,
            AnswerFirstByteTimeout = options.AnswerFirstByteTimeout,
            IdleTimeout = options.IdleTimeout,
        });
        services.AddSingleton<BlockPool>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<LiveCalls>();
        services.AddMeters();
        services.AddSingleton<AuditJournal>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditJournal>());
        services.AddSingleton(provider => GaugeOf(provider.GetRequiredService<LiveCalls>()));
        services.AddSingleton(provider => GaugeOf(provider.GetRequiredService<BlockPool>()));
        services.AddSingleton(provider => GaugeOf(provider.GetRequiredService<AuditJournal>()));
        services.AddEgress();
        services.AddRouting();
        services.AddStages();
        services.AddSingleton<CallPipeline>();
        return services;
    }

    private static void AddMeters(this IServiceCollection services)
    {
        services.AddSingleton<CallTotals>();
        services.AddSingleton<CallMeters>();
        services.AddSingleton<McpMeters>();
        services.AddSingleton<EgressMeters>();
        services.AddSingleton<UsedLedger>();
        services.AddSingleton<UsedTally>();
        services.AddSingleton<GuardMeters>();
        services.AddSingleton(provider => provider.GetRequiredService<GuardMeters>().Findings);
        services.AddSingleton<GuardCallMeters>();
        services.AddSingleton(provider => provider.GetRequiredService<GuardCallMeters>().Calls);
        services.AddSingleton(provider => provider.GetRequiredService<GuardCallMeters>().Tokens);
        services.AddSingleton(provider => provider.GetRequiredService<CallMeters>().Costs.Cost);
        services.AddSingleton(provider => provider.GetRequiredService<CallMeters>().Costs.Unpriced);
        services.AddSingleton<MetricsPage>();
    }

    private static void AddStages(this IServiceCollection services)
    {
        services.AddSingleton<FormReader>();
        services.AddSingleton<McpIdentify>();
        services.AddSingleton<IdentifyStage>();
        services.AddApprovals();
        services.AddInputChecks();
        services.AddLimits();
        services.AddSingleton<ReserveStage>();
        services.AddSingleton<LegBuilder>();
        services.AddSingleton<Relays>();
        services.AddSingleton<SendingParts>();
        services.AddSingleton<SendStage>();
        services.AddHttpForwarder();
        services.AddSingleton<UnreadStage>();
        services.AddSingleton<RealtimeStage>();
        services.AddSingleton<CheckedFiles>();
        services.AddSingleton<BatchStage>();
        services.AddSingleton<McpLedgers>();
        services.AddSingleton<Afterwork>();
        services.AddHostedService(provider => provider.GetRequiredService<Afterwork>());
        services.AddSingleton<ServerRequests>();
        services.AddSingleton<ServerWords>();
        services.AddSingleton<AnswerGates>();
        services.AddSingleton<ServerRelays>();
        services.AddSingleton<OwnListing>();
        services.AddSingleton<Preflight>();
        services.AddSingleton<McpStage>();
        services.AddSingleton<SendingStages>();
        services.AddSingleton<AccountStage>();
        services.AddSingleton<AuditStage>();
        services.AddSingleton<ClosingStages>();
    }

    /// <summary>The checks of what would be sent, in their order: texts first, since what they mask nobody else sees; then calls that go round; then those who ask somebody, a human last.</summary>
    private static void AddInputChecks(this IServiceCollection services)
    {
        services.AddSingleton<InputTexts>();
        services.AddSingleton<LoopGate>();
        services.AddSingleton<ModelLoops>();
        services.AddSingleton<CalledChecks>();
        services.AddSingleton<InputJudge>();
        services.AddSingleton<ArgumentJudge>();
        services.AddSingleton(all => new GuardStage(
        [
            HeldGate.CheckAsync,
            UnreadTexts.CheckAsync,
            all.GetRequiredService<InputTexts>().CheckAsync,
            ArgumentTexts.CheckAsync,
            all.GetRequiredService<LoopGate>().CheckAsync,
            all.GetRequiredService<ModelLoops>().CheckAsync,
            all.GetRequiredService<InputJudge>().RunAsync,
            all.GetRequiredService<ArgumentJudge>().CheckAsync,
        ], last: all.GetRequiredService<ApprovalGate>().CheckAsync));
    }

    private static Gauge GaugeOf(LiveCalls live) => new("aigateway_live_calls", "Calls under way.", () => live.Calls);

    private static Gauge GaugeOf(BlockPool pool) => new("aigateway_body_bytes", "Bytes of bodies held, of the byte budget.", () => pool.UsedBytes);

    private static Gauge GaugeOf(AuditJournal journal) => new("aigateway_audit_lost", "Audit records that could not be written.", () => journal.Lost);
}
