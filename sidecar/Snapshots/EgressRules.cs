using System.Collections.Immutable;
using System.Net;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Where an agent may connect: the egress parts of its policies, and the one decision made from them. In order: addresses that nobody may reach; whether the agent may connect at
/// all; denied addresses; allowed ones, where no name could change that; then names: denied, intercepted, an allowed address, an allowed name. As elsewhere a denial of any enforcing
/// policy wins, allows unite over the enforcing ones, ceilings allow nothing, and auditing policies only leave a word; where all policies audit, connections go where they were dialled.
/// Any policy's interception intercepts: the calls behind it are judged as on the gateway's own paths, which every agent reaches anyway.
/// </summary>
internal sealed class EgressRules
{
    private const string AuditRule = "mode: Audit";
    private const string AllowField = "egress.allow";

    private readonly EgressVerdict? _agent;
    private readonly EgressEntries _denies;
    private readonly EgressEntries _allows;
    private readonly EgressEntries _intercepts;
    private readonly EgressEntries _auditDenies;
    private readonly EgressEntries _auditAllows;
    private readonly string _first;
    private readonly bool _onlyAudits;
    private readonly bool _listsNames;

    /// <param name="policies">Those that select the agent, their targets checked.</param>
    /// <param name="hold">What holds the agent beside them.</param>
    public EgressRules(ImmutableArray<PolicyRule> policies, HoldRule? hold = null)
    {
        ImmutableArray<PolicyRule> enforcing = [.. policies.Where(policy => policy.Mode == PolicyMode.Enforce)];
        ImmutableArray<PolicyRule> auditing = [.. policies.Where(policy => policy.Mode == PolicyMode.Audit)];
        ImmutableArray<PolicyRule> allowing = [.. enforcing.Where(policy => policy.Ceiling != true)];
        ImmutableArray<PolicyRule> trying = [.. auditing.Where(policy => policy.Ceiling != true)];
        _agent = new AgentRules(policies, hold: hold).DecideAgent() is { } denial ? EgressVerdict.Deny(ReasonOf(denial.Reason), denial.Policy, denial.Rule) with { Held = denial.Held } : null;
        _denies = EgressEntries.Denies(enforcing);
        _allows = EgressEntries.Allows(allowing);
        _intercepts = EgressEntries.Intercepts(policies);
        _auditDenies = EgressEntries.Denies(auditing);
        _onlyAudits = allowing.IsEmpty;
        _auditAllows = EgressEntries.Allows(_onlyAudits ? trying : []);
        _first = allowing.Concat(trying).FirstOrDefault()?.Policy ?? "";
        _listsNames = enforcing.Any(policy => policy.Egress?.Dns?.Names == DnsNames.Listed);
        QueriesPerSecond = enforcing.Min(policy => policy.Egress?.Dns?.QueriesPerSecond);
    }

    /// <summary>How many queries a second may be asked; null where no enforcing policy says.</summary>
    public int? QueriesPerSecond { get; }

    /// <summary>The verdict on an address that was dialled, where no name is needed for it; null where one is.</summary>
    public EgressVerdict? Decide(IPEndPoint dialled)
    {
        if (RefuseDialled(dialled) is { } refused) return refused;
        var (address, port) = (dialled.Address, dialled.Port);
        var allowed = _allows.Find(address, port);
        var canChange = _denies.FindNameAt(port) is not null || _intercepts.FindNameAt(port) is not null || _auditDenies.FindNameAt(port) is not null;
        if (allowed is not null && !canChange) return Tunnel(allowed, new() { Port = port, Dialled = dialled });
        if (canChange || _allows.FindNameAt(port) is not null || _auditAllows.FindNameAt(port) is not null) return null;
        return _onlyAudits ? TunnelUnenforced(new() { Port = port, Dialled = dialled }) : EgressVerdict.Deny(EgressReason.NotAllowed, _first, AllowField);
    }

    /// <summary>The verdict on a name at a port.</summary>
    /// <param name="name">As <see cref="EgressTarget.NormalizeName"/> gives it; null where none is known.</param>
    /// <param name="port">The port that was dialled, or asked for.</param>
    /// <param name="dialled">The address, where one was dialled; null for a proxy's client, which names what it wants.</param>
    public EgressVerdict Decide(string? name, int port, IPEndPoint? dialled)
    {
        if ((dialled is null ? _agent : RefuseDialled(dialled)) is { } refused) return refused;
        var ask = new EgressAsk { Name = name, Port = port, Dialled = dialled };
        return name is null ? DecideUnnamed(ask) : DecideNamed(name, ask);
    }

    /// <summary>
    /// The verdict that these rules give on a connection that others judged. One that was let through by its address, its first bytes unread, has no name that could be told
    /// now: where these rules need one, it is denied, and judged in full when the agent connects again.
    /// </summary>
    public EgressVerdict DecideAgain(in EgressAsk ask)
    {
        if (ask.Dialled is not { } dialled || ask.Peeked) return Decide(ask.Name, ask.Port, ask.Dialled);
        return Decide(dialled) ?? EgressVerdict.Deny(EgressReason.NameUnknown, _first, AllowField);
    }

    /// <summary>
    /// Why no connection may go to the address; null where rules on addresses say nothing against it. To be asked of each address that a name resolves to: a denied range stays denied under
    /// whatever name.
    /// </summary>
    public EgressVerdict? Refuse(IPEndPoint target)
    {
        var (address, port) = (target.Address, target.Port);
        if (AddressGuard.RefuseAddress(address, named: false) is { } why) return EgressVerdict.Deny(EgressReason.AddressRefused, rule: why);
        return (_denies.Find(address, port) ?? _denies.Find(AddressGuard.Unwrap(address), port)) is { } denied ? EgressVerdict.Deny(EgressReason.Denied, denied.Policy, denied.Rule) : null;
    }

    /// <summary>Whether the name may be resolved: any, or where an enforcing policy lists names, those that may be reached at some port. Nothing while the agent may not connect at all.</summary>
    public bool MayResolve(string name)
    {
        if (_agent is not null || name.Length == 0) return false;
        return !_listsNames || _allows.Names(name) || _intercepts.Names(name) || _auditAllows.Names(name);
    }

    /// <summary>Loopback is never redirected: what has it for its destination came straight to the port.</summary>
    private EgressVerdict? RefuseDialled(IPEndPoint dialled)
    {
        var plain = dialled.Address.IsIPv4MappedToIPv6 ? dialled.Address.MapToIPv4() : dialled.Address;
        if (IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any)) return EgressVerdict.Deny(EgressReason.NotRedirected);
        var refused = Refuse(dialled);
        return refused is { Reason: EgressReason.AddressRefused } ? refused : _agent ?? refused;
    }

    private EgressVerdict DecideUnnamed(in EgressAsk ask)
    {
        if (_denies.FindNameAt(ask.Port) is { } hidden) return EgressVerdict.Deny(EgressReason.NameUnknown, hidden.Policy, hidden.Rule);
        if (ask.Dialled is { } dialled)
        {
            if (_allows.Find(dialled.Address, dialled.Port) is { } allowed) return Tunnel(allowed, ask);
            if (_onlyAudits) return TunnelUnenforced(ask);
        }

        return EgressVerdict.Deny(EgressReason.NameUnknown, _first, AllowField);
    }

    private EgressVerdict DecideNamed(string name, in EgressAsk ask)
    {
        if (AddressGuard.RefuseHost(name) is { } why) return EgressVerdict.Deny(EgressReason.AddressRefused, rule: why);
        if (_denies.Find(name, ask.Port) is { } denied) return EgressVerdict.Deny(EgressReason.Denied, denied.Policy, denied.Rule);
        if (_intercepts.Find(name, ask.Port) is { } intercepted)
            return new(EgressAction.Intercept, EgressReason.Allowed, intercepted.Policy, intercepted.Rule) { WouldDeny = WouldDeny(ask) };
        if (ask.Dialled is { } dialled && _allows.Find(dialled.Address, dialled.Port) is { } byAddress) return Tunnel(byAddress, ask);
        if (_allows.Find(name, ask.Port) is { } byName) return Tunnel(byName, ask) with { ByAddress = false };
        return _onlyAudits ? TunnelUnenforced(ask) : EgressVerdict.Deny(EgressReason.NotAllowed, _first, AllowField);
    }

    private EgressVerdict Tunnel(EgressEntry allowed, in EgressAsk ask) =>
        new(EgressAction.Tunnel, EgressReason.Allowed, allowed.Policy, allowed.Rule) { ByAddress = true, WouldDeny = WouldDeny(ask) };

    private EgressVerdict TunnelUnenforced(in EgressAsk ask) =>
        new(EgressAction.Tunnel, EgressReason.Allowed, _first, AuditRule) { ByAddress = ask.Dialled is not null, WouldDeny = WouldDeny(ask) };

    /// <summary>What the auditing policies would have said, as if they enforced; null where they agree. Their allows count only where none enforces: they never widen.</summary>
    private string? WouldDeny(in EgressAsk ask)
    {
        if (FindAuditDeny(ask) is { } denied) return $"{denied.Policy}: {denied.Rule}";
        if (!_onlyAudits || (ask.Dialled is { } dialled && _auditAllows.Find(dialled.Address, dialled.Port) is not null)) return null;
        return ask.Name is { } name && (_auditAllows.Find(name, ask.Port) ?? _intercepts.Find(name, ask.Port)) is not null ? null : $"{_first}: {AllowField}";
    }

    private EgressEntry? FindAuditDeny(in EgressAsk ask)
    {
        var byAddress = ask.Dialled is { } dialled ? _auditDenies.Find(dialled.Address, dialled.Port) ?? _auditDenies.Find(AddressGuard.Unwrap(dialled.Address), dialled.Port) : null;
        return byAddress ?? (ask.Name is { } name ? _auditDenies.Find(name, ask.Port) : _auditDenies.FindNameAt(ask.Port));
    }

    private static EgressReason ReasonOf(DecisionReason reason) => reason switch
    {
        DecisionReason.Suspended => EgressReason.Suspended,
        DecisionReason.Quarantined => EgressReason.Quarantined,
        DecisionReason.PolicyUnfit => EgressReason.PolicyUnfit,
        _ => EgressReason.NoPolicy,
    };
}
