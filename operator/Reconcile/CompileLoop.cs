using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Reconcile;

/// <summary>
/// The hall: wait for a change, let a burst settle, take the inventory, compile, publish, and hand the turn on to status. Every replica does this, leader or
/// not. A turn that fails is told and tried again; what was published before stays.
/// </summary>
internal sealed partial class CompileLoop(
    IInventorySource source, ChangeSignal changes, BundleBoard board, CompileOptions options, ILogger<CompileLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RelistSpacing = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _relisted = new(StringComparer.Ordinal);
    private readonly BundleMapper _mapper = new();
    private readonly Signal _turned = new();
    private Turn? _latest;

    /// <summary>The last turn that succeeded; null before the first.</summary>
    public Turn? Latest => Volatile.Read(ref _latest);

    /// <summary>Completes at the next turn.</summary>
    public Task Turned => _turned.Next;

    public CompileCounts Counts { get; } = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        board.Behind += ListAgain;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await changes.WaitAsync(stoppingToken);
                await Task.Delay(Settle, options.Time, stoppingToken);
                if (source.HasSynced) RunTurn(source.Take() with { Tokens = options.Tokens(), NetworkPolicies = options.NetworkPolicies() });
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Counts.Fail();
                Log.TurnFailed(logger, exception);
                await Task.Delay(Again, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                changes.Raise();
            }
        }
    }

    private void RunTurn(Inventory inventory)
    {
        var started = options.Time.GetTimestamp();
        var turn = new Turn(inventory, BundleCompiler.Compile(inventory, _latest?.Compilation));
        if (options.WantTokens(turn.Compilation.TokenRequests))
        {
            inventory = inventory with { Tokens = options.Tokens() };
            turn = new Turn(inventory, BundleCompiler.Compile(inventory, turn.Compilation));
        }

        Counts.Succeed(options.Time.GetElapsedTime(started), turn.Compilation.Agents.Count);
        options.BeforePublish(inventory);
        board.Publish(_mapper.Map(turn));
        Volatile.Write(ref _latest, turn);
        _turned.Raise();
    }

    /// <summary>Sidecars that have seen more may ask all at once; a kind is listed again at most once in a while.</summary>
    private void ListAgain(ImmutableArray<string> kinds)
    {
        var now = options.Time.GetUtcNow();
        foreach (var kind in kinds)
        {
            var last = _relisted.GetOrAdd(kind, DateTimeOffset.MinValue);
            if (now - last >= RelistSpacing && _relisted.TryUpdate(kind, now, last)) source.RelistSoon(kind);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(500, LogLevel.Error, "A turn failed; what was published before stays, and the turn is tried again")]
        public static partial void TurnFailed(ILogger logger, Exception exception);
    }
}
