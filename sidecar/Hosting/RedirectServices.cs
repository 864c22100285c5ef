using AiGateway.Contracts;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Egress.Dns;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Redirects;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>What a redirected pod needs of its sidecar: the level that was proven, who watches that it stays true, and the port where the agent's queries for names arrive.</summary>
internal static class RedirectServices
{
    public static void AddRedirect(this IServiceCollection services, SidecarOptions options)
    {
        var enforcement = Measure(options);
        services.AddSingleton(enforcement);
        if (enforcement.Read().Level == EnforcementLevel.Redirected) services.AddWatch();
        if (options.DnsPort is { } port) services.AddDns(new DnsOptions { Port = port });
    }

    private static void AddWatch(this IServiceCollection services)
    {
        services.AddSingleton(all => new SidecarUserWatch(
            new SocketTables("/proc/net", SidecarUserWatch.User).Find, OwnSockets.Find,
            all.GetRequiredService<EnforcementBoard>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<SidecarUserWatch>>()));
        services.AddHostedService(all => all.GetRequiredService<SidecarUserWatch>());
        services.AddSingleton(all => new Gauge("aigateway_foreign_sockets", "Sockets of the sidecar's user that were seen and are not the sidecar's.",
            () => all.GetRequiredService<SidecarUserWatch>().Foreign));
    }

    private static void AddDns(this IServiceCollection services, DnsOptions options)
    {
        var meters = new DnsMeters();
        services.AddSingleton(meters.ToCounters());
        services.AddHostedService(all =>
        {
            var time = all.GetRequiredService<TimeProvider>();
            var conf = new ResolvConfFile(options.ResolvFile, time);
            var refusals = new DnsRefusals(all.GetRequiredService<AuditJournal>().TryWrite, time);
            var gate = new DnsGate(all.GetRequiredService<SnapshotHolder>(), conf, new DnsRate(time), meters, refusals);
            return new DnsPort(options, gate, new DnsForwarder(options, conf, time), time, all.GetRequiredService<ILogger<DnsPort>>());
        });
    }

    /// <summary>Where a redirect was asked for, only its proof says that it holds.</summary>
    private static EnforcementBoard Measure(SidecarOptions options)
    {
        if (options.ProofFile is { } file) return Measure(ProofFile.Read(file, out var problem), problem, Path.Combine(options.StateFolder, "lowered.json"));
        return options.TransparentPort is null && options.DnsPort is null
            ? new(new() { Level = EnforcementLevel.Cooperative })
            : new(EnforcementBoard.Of(null, "no file is named in which the validator left its proof"));
    }

    /// <summary>What unmade a proof is kept beside it, so that a sidecar that restarts does not believe it again; a proof of another nonce, after the pod's network was made anew, is another matter.</summary>
    private static EnforcementBoard Measure(RedirectProof? proof, string? problem, string kept)
    {
        if (proof is null) return new(EnforcementBoard.Of(null, problem));
        if (ProofFile.Read(kept, out _) is { } unmade && unmade.Nonce == proof.Nonce) proof = unmade;
        return new(EnforcementBoard.Of(proof, null), reason => Keep(kept, proof with { Redirected = false, Reason = reason }));
    }

    private static void Keep(string path, RedirectProof unmade)
    {
        try
        {
            ProofFile.Write(path, unmade);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return; // The level is lowered all the same; only a sidecar that restarts would have to see it again.
        }
    }
}
