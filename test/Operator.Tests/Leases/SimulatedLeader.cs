using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>A leader that may have been deposed: it writes only onto what it read.</summary>
internal sealed class SimulatedLeader(SimulatedWorld world)
{
    private int _version = -1;

    public Ledger Ledger { get; private set; } = new(world.Terms);

    public bool IsUpToDate => _version == world.Version;

    public void Begin()
    {
        (Ledger, _version) = (world.Read(), world.Version);
    }

    public void Hear(SimulatedWord word)
    {
        if (_version >= 0) Ledger.Hear(word.Id, word.State, word.Sequence, world.Now);
    }

    /// <summary>Grants, writes, and only then tells; who cannot write reads anew and keeps what was heard.</summary>
    public void Turn()
    {
        if (_version < 0) return;
        var before = Ledger.Out;
        Slicing.Share(Ledger, world.Now);
        Assert.True(Ledger.Out <= Math.Max(before, world.Terms.MaxOut + world.LargestWish), "more is out than may be");
        if (world.TryWrite(_version, Ledger) is { } version)
        {
            _version = version;
            foreach (var holder in Ledger.Holders) world.Send(holder.Id, holder.Granted);
            return;
        }

        var heard = Ledger;
        Begin();
        Ledger.Merge(heard, world.Now);
    }

    public void WriteOffGone()
    {
        if (_version < 0) return;
        foreach (var holder in Ledger.Holders.Where(holder => world.IsGone(holder.Id)).ToList()) Ledger.WriteOff(holder, world.Now);
    }
}
