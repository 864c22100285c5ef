using System.Collections.Concurrent;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Leases;

/// <summary>
/// Leases slices of limits to sidecars, while this replica leads: words come from the <see cref="WordBoard"/>, answers go by the <see cref="Downlink"/>. Questions that come within
/// <see cref="Settle"/> are one turn. It holds nothing that a new leader could not read or be told.
/// </summary>
internal sealed partial class LeaseKeeper : BackgroundService
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Asked = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private const long SweepEvery = 5_000;

    private readonly ConcurrentDictionary<(string PodUid, string Epoch), Heard> _words = new();
    private readonly ConcurrentDictionary<string, bool> _ended = new(StringComparer.Ordinal);
    private readonly Signal _told = new();
    private readonly LedgerShelf _shelf;
    private readonly LeaseDesk _desk;
    private readonly BudgetTeller _budgets;
    private readonly WordBoard _board;
    private readonly LeaseKeeperOptions _options;
    private readonly ILogger<LeaseKeeper> _logger;
    private LimitIndex? _index;
    private bool _leads;
    private long _sweptAt;

    public LeaseKeeper((WordBoard Board, Downlink Down) wire, ILedgerStore store, BudgetSink budgets, LeaseKeeperOptions options, ILogger<LeaseKeeper> logger)
    {
        (_board, _options, _logger) = (wire.Board, options, logger);
        _shelf = new(store, options.Figures, logger);
        _desk = new(_shelf, wire.Down.Say, options.Figures);
        _budgets = new(_shelf, budgets);
        _board.Told += Take;
        _board.Said += Note;
    }

    public override void Dispose()
    {
        _board.Told -= Take;
        _board.Said -= Note;
        base.Dispose();
    }

    /// <summary>One turn: everything that was said since the last one.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (!_options.Leads() || _options.Latest() is not { } latest)
        {
            Leave();
            return;
        }

        var now = _options.Time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!_leads) await BeginAsync(now, cancellationToken);
        if (!ReferenceEquals(_index?.Compilation, latest.Compilation)) Turn(latest.Compilation, now);
        foreach (var key in _words.Keys)
        {
            if (_words.TryRemove(key, out var heard) && heard.Word.Slices is { } word && word.Epoch == heard.Epoch) _desk.Hear(heard.PodUid, word, _index!, now);
        }

        foreach (var podUid in _ended.Keys)
        {
            if (_ended.TryRemove(podUid, out _) && !_board.IsHeard(podUid)) _desk.Silence(podUid);
        }

        await _desk.TurnAsync(_index!, now, cancellationToken);
        await SweepAsync(latest.Inventory, now, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var told = _told.Next;
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                if (stoppingToken.IsCancellationRequested) break;
                Log.Failed(_logger, exception.Message);
                await Task.Delay(Idle, _options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await Task.WhenAny(told, Task.Delay(_desk.IsAsked ? Asked : Idle, _options.Time, stoppingToken));
            await Task.Delay(Settle, _options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await CloseAsync();
    }

    /// <summary>A leader that leaves in order leaves nothing unwritten, if the store answers in time.</summary>
    private async Task CloseAsync()
    {
        if (!_leads || !_options.Leads()) return;
        using var patience = new CancellationTokenSource(Idle, _options.Time);
        await _desk.CloseAsync(_options.Time.GetUtcNow().ToUnixTimeMilliseconds(), patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Take(Heard heard)
    {
        if (heard.Word.Type != EnvelopeTypes.Slices || !_options.Leads()) return;
        _words[(heard.PodUid, heard.Epoch)] = heard;
        _told.Raise();
    }

    /// <summary>A stream ended; another one of the pod may be there.</summary>
    private void Note(string origin, Voice voice, Envelope? word)
    {
        if (word is null && _options.Leads()) _ended[voice.PodUid] = true;
    }

    /// <summary>What was known here is not any more: another replica may lead, and has heard and granted what this one did not.</summary>
    private void Leave()
    {
        if (!_leads) return;
        _leads = false;
        _shelf.Close();
        _desk.Clear();
        _words.Clear();
        _ended.Clear();
    }

    private async Task BeginAsync(long now, CancellationToken cancellationToken)
    {
        await _shelf.OpenAsync(now, cancellationToken);
        _desk.Clear();
        _budgets.Clear();
        foreach (var heard in _board.All(EnvelopeTypes.Slices))
        {
            _words.TryAdd((heard.PodUid, heard.Epoch), heard);
            _ended.TryAdd(heard.PodUid, true);
        }

        (_leads, _index, _sweptAt) = (true, null, now);
    }

    /// <summary>Limits as they are now: a Budget has a book from the beginning, so that its status says that nothing was used.</summary>
    private void Turn(Compile.Compilation compilation, long now)
    {
        _index = new(compilation);
        foreach (var rule in _index.Budgets) _shelf.Get(new(LimitScope.Budget, rule.Limit, ""), LedgerTerms.Of(rule), now);
    }

    private async Task SweepAsync(Inventory inventory, long now, CancellationToken cancellationToken)
    {
        if (now - _sweptAt < SweepEvery) return;
        _sweptAt = now;
        _desk.Forget(_index!);
        var there = inventory.Budgets.Select(budget => $"{budget.Metadata.Namespace}/{budget.Metadata.Name}")
            .Concat(inventory.Policies.Select(policy => $"{policy.Metadata.Namespace}/{policy.Metadata.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        await _shelf.SweepAsync(_index!, id => there.Contains(id.Scope == LimitScope.Budget ? id.Limit : id.Limit[..Math.Max(0, id.Limit.LastIndexOf('/'))]), now, cancellationToken);
        await _budgets.TellAsync(inventory, now, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(345, LogLevel.Warning, "Slices could not be leased, which is tried again: {Why}")]
        public static partial void Failed(ILogger logger, string why);
    }
}
