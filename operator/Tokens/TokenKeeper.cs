using System.Collections.Immutable;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Tokens;

/// <summary>
/// Keeps every token that the last compilation asked for: exchanges it, renews it at three quarters of its life, tries again with growing waits where the endpoint refuses, and
/// forgets it when nobody asks any more. A token that still holds stays in use while its renewal is refused. Raises a change whenever there is another answer.
/// </summary>
internal sealed partial class TokenKeeper(TokenExchange exchange, TokenKeeperOptions options, ILogger<TokenKeeper> logger) : BackgroundService
{
    private readonly Lock _lock = new();
    private Dictionary<TokenKey, KeptToken> _kept = [];
    private ExchangedTokens _current = ExchangedTokens.None;
    private TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The tokens of this moment.</summary>
    public ExchangedTokens Current => Volatile.Read(ref _current);

    /// <summary>These are wanted from now on, and no others. True where <see cref="Current"/> has gained by it.</summary>
    public bool Want(ImmutableArray<TokenRequest> requests)
    {
        lock (_lock)
        {
            if (requests.Length == _kept.Count && requests.All(request => _kept.ContainsKey(request.Key))) return false;
            var kept = requests.DistinctBy(request => request.Key).Select(request => _kept.GetValueOrDefault(request.Key) ?? Begin(request)).ToList();
            var carried = kept.Any(token => token.Answer is not null && !_kept.ContainsKey(token.Request.Key));
            _kept = kept.ToDictionary(token => token.Request.Key);
            Tell();
            _woken.TrySetResult();
            return carried;
        }
    }

    /// <summary>Where the Secret alone is another, what the one before gave holds until the new one has been exchanged: a rotation interrupts no call.</summary>
    private KeptToken Begin(TokenRequest request)
    {
        var before = _kept.Values.FirstOrDefault(token =>
            (token.Request.Key with { SecretUid = request.Key.SecretUid, SecretResourceVersion = request.Key.SecretResourceVersion }) == request.Key);
        return new(request, options.Time.GetUtcNow()) { Answer = before?.Answer is { Token: not null } held ? held with { Error = null } : null };
    }

    private void Tell()
    {
        var told = _kept.Values.Where(token => token.Answer is not null);
        Volatile.Write(ref _current, new() { ByKey = told.ToImmutableDictionary(token => token.Request.Key, token => token.Answer!) });
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var (due, wait) = FindDue();
            if (due.IsEmpty)
            {
                await Task.WhenAny(wait.Woken, Task.Delay(wait.For, options.Time, stoppingToken));
                continue;
            }

            var bounds = new ParallelOptions { MaxDegreeOfParallelism = options.AtOnce, CancellationToken = stoppingToken };
            await Parallel.ForEachAsync(due, bounds, RenewAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (ImmutableArray<KeptToken> Due, (Task Woken, TimeSpan For) Wait) FindDue()
    {
        lock (_lock)
        {
            if (_woken.Task.IsCompleted) _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var now = options.Time.GetUtcNow();
            var next = _kept.Values.Select(token => token.DueAt).DefaultIfEmpty(now + options.LongestWait).Min() - now;
            ImmutableArray<KeptToken> due = [.. _kept.Values.Where(token => token.DueAt <= now)];
            return (due, (_woken.Task, next < options.LongestWait ? next : options.LongestWait));
        }
    }

    private async ValueTask RenewAsync(KeptToken kept, CancellationToken cancellationToken)
    {
        var answer = await exchange.RunAsync(kept.Request, cancellationToken);
        if (answer.Error is { } error) Log.Refused(logger, kept.Request.Key.Kind, kept.Request.Key.Credential, kept.Request.Url.Host, error);
        var next = kept.After(answer, options.Time.GetUtcNow(), options.Jitter);
        lock (_lock)
        {
            if (!_kept.ContainsKey(kept.Request.Key)) return;
            _kept[kept.Request.Key] = next;
            Tell();
        }

        options.Changed();
    }

    private static partial class Log
    {
        [LoggerMessage(700, LogLevel.Warning, "No token for {Kind} {Credential} from {Host}: {Error}")]
        public static partial void Refused(ILogger logger, string kind, string credential, string host, string error);
    }
}
