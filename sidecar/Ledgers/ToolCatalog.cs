using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>
/// The definitions that each server was last seen to have, by their hashes: what pinning compares, and what the operator is told. Servers are named as <c>namespace/name</c>, the name of
/// their provider. Reading takes no lock; writing replaces the whole. Bounded in servers, tools and names; the server that was silent longest makes room.
/// </summary>
internal sealed class ToolCatalog(TimeProvider clock)
{
    public const int MaxServers = 64;

    /// <summary>How long a list holds under <see cref="PinningMode.Block"/>.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private ImmutableDictionary<string, KnownServer> _servers = ImmutableDictionary.Create<string, KnownServer>(StringComparer.Ordinal);
    private ImmutableArray<SeenServer> _seen = [];

    /// <summary>Whether the tool may be called, as far as pinning goes. Under <see cref="PinningMode.Warn"/> the word is the same, and only told.</summary>
    public PinVerdict Check(ToolServer server, string tool)
    {
        if (server.Pinning == PinningMode.Off) return PinVerdict.Approved;
        if (Find(server.Provider.Name) is not { Listed: not null, IsExpired: false } known) return PinVerdict.Unknown;
        if (server.Pinning == PinningMode.Block && clock.GetElapsedTime(known.ListedStamp) > MaxAge) return PinVerdict.Unknown;
        if (known.Find(tool) is not { } definition) return PinVerdict.Absent;
        return tool != ToolPin.Instructions && server.Approves(tool, definition.Hash) ? PinVerdict.Approved : PinVerdict.NotApproved;
    }

    /// <summary>Whether the server's newest list has the tool.</summary>
    public bool Lists(string server, string tool) => Find(server)?.Find(tool) is not null;

    /// <summary>The names of the top-level properties in the tool's input schema, bounded; empty where it is not known.</summary>
    public ImmutableArray<string> PropertiesOf(string server, string tool) => Find(server)?.Find(tool)?.Properties ?? [];

    /// <summary>The server's tools may be others now: what is known of it is to be listed again before the next call under Block.</summary>
    public void Expire(string server)
    {
        if (Find(server) is { IsExpired: false } or { Open.IsEmpty: false }) Change(server, known => known with { IsExpired = true, Expiries = known.Expiries + 1 });
    }

    /// <summary>The server answered something.</summary>
    public void Touch(string server)
    {
        var minute = Now(TimeSpan.TicksPerMinute);
        if (Find(server)?.Seen.At != minute) Touch(server, minute);
    }

    /// <summary>The server's instructions were seen.</summary>
    public void TakeInstructions(string server, string hash)
    {
        if (Find(server)?.Seen.Instructions != hash) Change(server, known => known with { Seen = known.Seen with { Instructions = hash } });
    }

    /// <summary>A page of the server's tools was seen. Told are those names on it that stood on an earlier page of the same list.</summary>
    public ImmutableArray<string> Take(string server, ToolPage page)
    {
        var repeated = ImmutableArray<string>.Empty;
        Change(server, known =>
        {
            repeated = known.Repeats(page);
            return known.With(page, Now(TimeSpan.TicksPerSecond), clock.GetTimestamp());
        });
        return repeated;
    }

    /// <summary>What is told to the operator, ordered by server; the same array as long as nothing changed.</summary>
    public ImmutableArray<SeenServer> ToSeen()
    {
        lock (_lock)
        {
            ImmutableArray<SeenServer> now = [.. _servers.OrderBy(server => server.Key, StringComparer.Ordinal).Select(server => server.Value.Seen)];
            return now.AsSpan().SequenceEqual(_seen.AsSpan(), ReferenceEqualityComparer.Instance) ? _seen : _seen = now;
        }
    }

    private void Touch(string server, DateTimeOffset minute) => Change(server, known => known with { Seen = known.Seen with { At = minute } });

    private KnownServer? Find(string server) => Volatile.Read(ref _servers).GetValueOrDefault(server);

    private void Change(string server, Func<KnownServer, KnownServer> change)
    {
        lock (_lock)
        {
            var servers = _servers;
            if (!servers.TryGetValue(server, out var known))
            {
                known = KnownServer.New(server, Now(TimeSpan.TicksPerMinute));
                if (servers.Count == MaxServers) servers = servers.Remove(servers.MinBy(other => other.Value.Seen.At).Key);
            }

            Volatile.Write(ref _servers, servers.SetItem(server, change(known)));
        }
    }

    private DateTimeOffset Now(long step)
    {
        var ticks = clock.GetUtcNow().UtcTicks;
        return new(ticks - (ticks % step), TimeSpan.Zero);
    }
}
