using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>Sidecars, a network that loses, repeats and reorders, a store that compares and swaps, and two leaders. Numbers say what happens next; after each step the truth is looked at.</summary>
internal sealed class SimulatedWorld
{
    private const int Pods = 4;
    private const long WordLife = 300_000;

    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<SimulatedWord> _words = [];
    private readonly List<(HolderId Id, long Granted)> _grants = [];
    private readonly SimulatedLeader[] _leaders;
    private readonly SimulatedProcess[] _pods = new SimulatedProcess[Pods];
    private readonly bool _mayKill;
    private string _text;

    public SimulatedWorld(LedgerTerms terms, bool mayKill)
    {
        (Terms, _mayKill) = (terms, mayKill);
        _text = LedgerText.Write(terms, []);
        _leaders = [new(this), new(this)];
        for (var pod = 0; pod < Pods; pod++) Start(pod);
        _leaders[0].Begin();
    }

    public LedgerTerms Terms { get; }

    public long Now { get; private set; } = 1_790_000_000_000;

    public int Version { get; private set; }

    public long LargestWish { get; private set; }

    public long TrueUse => _processes.Sum(process => process.Used);

    public long TrueEstimate => _processes.Sum(process => process.Estimated);

    public long Overdraft => _processes.Sum(process => process.Overdraft);

    public Ledger Read() => LedgerText.Read(_text, Terms, Now)!.GetValueOrDefault("") ?? new(Terms);

    public int? TryWrite(int version, Ledger ledger)
    {
        if (version != Version) return null;
        _text = LedgerText.Write(Terms, [new("", ledger)]);
        return ++Version;
    }

    public void Send(HolderId id, long granted) => _grants.Add((id, granted));

    public bool IsGone(HolderId id) => !_processes.Any(process => process.Id == id && process.Lives);

    public void Step(int number)
    {
        var (what, which, amount) = (number % 17, number / 17 % 64, number / 1088 % 97);
        var process = _pods[which % Pods];
        var leader = _leaders[which / Pods % 2];
        switch (what)
        {
            case 0 or 1 when process.Lives: process.Spend(Math.Min(amount, process.Left), amount % 5 == 0, Now); break;
            case 2 when process.Lives && which > 48 && process.Granted > 0: process.Spend(process.Left + (amount % 7), amount % 2 == 0, Now); break;
            case 3 or 4 when process.Lives: Say(process, amount % 40); break;
            case 5 or 6 or 7: Deliver(leader, amount); break;
            case 8 or 9 or 10: leader.Turn(); break;
            case 11 or 12: Hand(amount); break;
            case 13 when process.Lives: process.Return(amount); break;
            case 14: End(process, which, amount); break;
            case 15: Now += amount * amount * 20; break;
            case 16: Rest(leader, amount); break;
            default: break;
        }

        Look();
    }

    /// <summary>Everything stops with its last word, and a new leader hears all of them, the late ones too.</summary>
    public Ledger Settle()
    {
        foreach (var process in _processes.Where(process => process.Lives)) process.Stop(Now);
        _leaders[1].Begin();
        foreach (var process in _processes.Where(process => process.Last is not null)) _leaders[1].Hear(process.Last!);
        _leaders[1].WriteOffGone();
        return _leaders[1].Ledger;
    }

    private void Say(SimulatedProcess process, long wanted)
    {
        LargestWish = Math.Max(LargestWish, wanted);
        _words.Add(process.Say(wanted, Now));
    }

    private void Deliver(SimulatedLeader leader, int which)
    {
        _words.RemoveAll(word => word.SaidAt < Now - WordLife);
        if (_words.Count > 0) leader.Hear(_words[^(1 + (which % Math.Min(6, _words.Count)))]);
    }

    private void Hand(int which)
    {
        if (_grants.Count == 0) return;
        var (id, granted) = _grants[^(1 + (which % Math.Min(12, _grants.Count)))];
        if (_processes.Find(process => process.Id == id) is { Lives: true } process) process.Hear(granted);
    }

    private void End(SimulatedProcess process, int which, int amount)
    {
        if (amount % 3 != 0) return;
        if (process.Lives && _mayKill && which % 2 == 0) process.Kill();
        else if (process.Lives) _words.Add(process.Stop(Now));
        else Start(process.Pod);
    }

    private void Rest(SimulatedLeader leader, int amount)
    {
        if (amount % 4 == 0) leader.Begin();
        else if (amount % 4 == 1) leader.WriteOffGone();
        else if (amount % 4 == 2 && _mayKill) leader.Ledger.Forget(Now);
        else foreach (var process in _processes.Where(process => process is { Last.SaidAt: var at } && at >= Now - WordLife)) leader.Hear(process.Last!);
    }

    private void Start(int pod) => _processes.Add(_pods[pod] = new(pod, _processes.Count));

    /// <summary>The truth, of which no ledger is asked: what is used within the true window and what can still be used are within the limit, but for what was used beyond grants.</summary>
    private void Look()
    {
        var since = Terms.Period is null ? Now - Terms.Window : Now - (Now % 86_400_000) - 1;
        var used = _processes.Sum(process => process.Uses.Where(use => use.At > since).Sum(use => use.Amount));
        var left = _processes.Where(process => process.Lives).Sum(process => process.Left);
        Assert.True(used + left <= Terms.Amount + Overdraft, $"used {used} and left {left} of {Terms.Amount}, overdraft {Overdraft}");

        var written = Read();
        foreach (var process in _processes.Where(process => process.Lives && process.Granted > 0)) Assert.True(written.Find(process.Id)?.Granted >= process.Granted, "a grant was told that is not written");
        foreach (var ledger in _leaders.Where(leader => leader.IsUpToDate).Select(leader => leader.Ledger))
        {
            Assert.True(ledger.Window.Used + ledger.Out <= Terms.Amount + Overdraft, $"the ledger counts {ledger.Window.Used} used and {ledger.Out} out of {Terms.Amount}");
            Assert.Equal(ledger.Holders.Sum(ledger.HeldBy), ledger.Out);
        }
    }
}
